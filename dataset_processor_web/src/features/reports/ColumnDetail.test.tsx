import { cleanup, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { address, renderAt } from '@/testing/render';
import { ColumnDetail } from './ColumnDetail';
import { findAll, groupByColumn } from './findings';
import { type Report, readReport } from './report';
import { aColumn, aNumberColumn, aReport } from './testing/builders';
import mixed from './testing/mixed.json';
import odd from './testing/odd.json';
import one from './testing/one.json';
import orders from './testing/orders.json';

async function open(report: Report, name: string) {
  renderAt(<ColumnDetail report={report} findings={groupByColumn(findAll(report))} />, { at: `/?col=${encodeURIComponent(name)}` });
  return within(await screen.findByRole('dialog'));
}

/** Terms and values of a list, as one sees them. */
function lines(dialog: Awaited<ReturnType<typeof open>>, name: string) {
  const list = dialog.getByLabelText(name);
  const texts = (selector: string) => [...list.querySelectorAll(selector)].map((each) => each.textContent);
  const values = texts('dd');
  return Object.fromEntries(texts('dt').map((term, index) => [term, values[index]]));
}

describe('the details of a column', () => {
  it('stay closed while the address names none', () => {
    renderAt(<ColumnDetail report={aReport()} findings={new Map()} />);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('say all numbers of a column of numbers, with every digit', async () => {
    const dialog = await open(readReport(orders), 'delivery_days');
    expect(lines(dialog, 'Counts')).toEqual({
      Values: '996 (99.6%)', Null: '4 (0.4%)', 'Null: empty': '4 (0.4%)', 'Different values': '12', Numbers: '996 (100%)',
    });
    expect(lines(dialog, 'Statistics')).toMatchObject({ Minimum: '1', Median: '4', Maximum: '90', Mean: '4.26004016064257' });
    expect(lines(dialog, 'Fences')).toEqual({
      'Lower fence': '0', 'Upper fence': '8', 'Below the lower fence': '0 values', 'Above the upper fence': '4 values',
    });
    expect(dialog.getByText(/outside \[Q1 − 1.5 · IQR, Q3 \+ 1.5 · IQR\], where IQR = Q3 − Q1 = 2/)).toBeInTheDocument();
  });

  it('name the rows of outliers from 1, and say so', async () => {
    const dialog = await open(readReport(orders), 'total');
    const [first] = within(dialog.getByLabelText('Outliers')).getAllByRole('listitem');
    const example = orders.anomalies.outliers.total.examples[0];
    expect(first).toHaveTextContent(`row ${((example?.row_index ?? 0) + 1).toLocaleString('en')}: ${(example?.value ?? 0).toLocaleString('en')}`);
    expect(dialog.getByText(/^Row numbers count data rows from 1/)).toBeInTheDocument();
  });

  it('draw the values and give them as a table too', async () => {
    const dialog = await open(readReport(orders), 'delivery_days');
    expect(dialog.getByLabelText(/^Histogram of delivery_days/)).toBeInTheDocument();
    expect(dialog.getByLabelText(/^Box plot of delivery_days/)).toBeInTheDocument();
    expect(dialog.getByText('Show as a table')).toBeInTheDocument();
    expect(dialog.getByLabelText('Values of delivery_days by range')).toBeInTheDocument();
    expect(dialog.getByText(/^Hatched bars at the ends/)).toBeInTheDocument();
  });

  it('list frequent values, findings and lengths of texts', async () => {
    const dialog = await open(readReport(orders), 'city');
    expect(dialog.getByText('13.1% null (131 of 1,000)')).toBeInTheDocument();
    expect(dialog.getByLabelText('Most frequent values of city').querySelectorAll('li')).toHaveLength(7);
    expect(lines(dialog, 'Lengths')).toEqual({ Shortest: '4 characters', Longest: '9 characters', Mean: '6.11968 characters' });
  });

  it('have headings below that of the column', async () => {
    await open(readReport(orders), 'delivery_days');
    const levels = [...document.querySelectorAll('[role=dialog] :is(h1,h2,h3,h4)')].map((heading) => heading.tagName);
    expect(levels[0]).toBe('H2');
    expect(new Set(levels.slice(1))).toEqual(new Set(['H3']));
  });

  it('leave what is open in the address alone', async () => {
    await open(readReport(orders), 'city');
    expect(address()).toBe('/?col=city');
  });
});

describe('details of columns that lack something', () => {
  it.each([
    ['too few numbers', readReport(one), 'a', /at least four finite numbers/],
    ['quartiles that are equal', readReport(mixed), 'f', null],
    ['numbers that are all equal', readReport(mixed), 'huge', /the quartiles are equal/],
    ['lists and objects', readReport(mixed), 'nested', /^Not listed for values of this kind/],
    ['a column of no name', aReport({ columns: [aColumn({ name: '' })] }), '', /^Text: values are texts/],
    ['a name that is not there', aReport(), 'nowhere', /has no column of that name/],
    ['estimates', aReport({ columns: [aColumn({ top_values: null, distinct: { count: 9, exact: false, relative_error: 0.0163 } })] }), 'city',
      /too many different values to count each/],
    ['no list beyond the first columns', aReport({ columns: [aColumn({ top_values: null })], detailed_columns: 0 }), 'city',
      /for its first columns only/],
  ])('of %s', async (_, report, name, words) => {
    const dialog = await open(report, name);
    if (words !== null) expect(dialog.getByText(words)).toBeInTheDocument();
  });

  it('of a single number have no deviation', async () => {
    const dialog = await open(readReport(one), 'a');
    expect(lines(dialog, 'Statistics')['Standard deviation']).toBe('–');
  });

  it('of fences beyond a double have none', async () => {
    const outliers = { lower_fence: null, upper_fence: null, below: 0, above: 0 };
    const dialog = await open(aReport({ columns: [aNumberColumn({ outliers })], anomalies: { duplicates_count: 0, outliers: {} } }), 'amount');
    expect(lines(dialog, 'Fences')).toMatchObject({ 'Lower fence': '–', 'Upper fence': '–' });
    expect(dialog.getByText('No value lies outside.')).toBeInTheDocument();
  });

  it('show values as text', async () => {
    const dialog = await open(readReport(odd), '<script>alert(1)</script>');
    expect(dialog.getByText('<b>x</b>')).toBeInTheDocument();
    expect(document.querySelector('script, dialog b')).toBeNull();
  });

  it('say how many values are not listed', async () => {
    const dialog = await open(readReport(odd), 'id');
    expect(dialog.getByText('The 10 most frequent values that are listed; 2,991 values are others.')).toBeInTheDocument();
  });

  it('say that one value is not listed', async () => {
    const dialog = await open(aReport({ columns: [aColumn({ top_values: [{ value: 'Oslo', count: 9 }] })] }), 'city');
    expect(dialog.getByText('The most frequent value that is listed; 1 value is another.')).toBeInTheDocument();
  });

  it('name one outlier and all of several', async () => {
    const of = (count: number) =>
      aReport({
        columns: [aNumberColumn({ outliers: { lower_fence: -1, upper_fence: 7, below: 0, above: count } })],
        anomalies: { duplicates_count: 0, outliers: { amount: { count, examples: [{ row_index: 4, value: 900 }, { row_index: 6, value: 901 }].slice(0, count) } } },
      });
    expect((await open(of(1), 'amount')).getByText('The only one:')).toBeInTheDocument();
    cleanup();
    expect((await open(of(2), 'amount')).getByText('All of them, in the order of the file:')).toBeInTheDocument();
  });
});
