import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { ColumnCard } from './ColumnCard';
import { type Column, readReport } from './report';
import { aColumn, aNumberColumn } from './testing/builders';
import mixed from './testing/mixed.json';
import orders from './testing/orders.json';
import warned from './testing/warned.json';

const exactly = (count: number) => ({ count, exact: true, relative_error: 0 });

function show(column: Column, rowCount = 10) {
  renderAt(<ColumnCard column={column} rowCount={rowCount} outliers={undefined} />);
  return document.querySelector('li') ?? document.body;
}

function showOf(answer: unknown, name: string) {
  const report = readReport(answer);
  const column = report.columns.find((each) => each.name === name);
  if (column === undefined) throw new Error(`no column ${name}`);
  renderAt(<ColumnCard column={column} rowCount={report.row_count} outliers={report.anomalies.outliers[name]} />);
  return document.querySelector('li') ?? document.body;
}

it('says that there is no chart beyond the first columns, and shows the numbers there are', () => {
  const column = aNumberColumn({ histogram: null, top_values: null, distinct: exactly(2) });
  renderAt(<ColumnCard column={column} rowCount={10} detailed={false} outliers={undefined} />);
  expect(screen.getByText('No chart: the report has charts of its first columns only.')).toBeInTheDocument();
  expect(screen.getByText('median')).toBeInTheDocument();
  expect(screen.queryByText(/Too many different values/)).toBeNull();
});

describe('a card by type', () => {
  it('of numbers: histogram, box plot, minimum, median and maximum', () => {
    const card = showOf(orders, 'delivery_days');
    expect(screen.getByRole('img', { name: /^Histogram of delivery_days/ })).toBeInTheDocument();
    expect(screen.getByRole('img', { name: /^Box plot of delivery_days: minimum 1/ })).toBeInTheDocument();
    expect(card).toHaveTextContent('delivery_daysInteger99.6% filled, 4 null (0.4%)12 different4 outliersmin1median4max90');
  });

  it('of integers: a box plot that ends where the maximum is, though the bins go on', () => {
    showOf(warned, 'b');
    const plot = screen.getByRole('img', { name: /^Box plot of b/ });
    const places = ['minimum', 'median', 'maximum'].map((part) => plot.querySelector(`[data-part="${part}"]`)?.getAttribute('x1'));
    expect(places).toEqual(['0%', '12.5%', '87.5%']);
  });

  it('of texts: the most frequent, then all others', () => {
    expect(showOf(orders, 'city')).toHaveTextContent(
      'cityText86.9% filled, 131 null (13.1%)7 differentKraków16.3%Lyon15.7%Porto14.7%København14%São Paulo13.8%all others25.4%4–9 characters',
    );
  });

  it('of texts of thousands of characters: both lengths with their thousands apart', () => {
    expect(show(aColumn({ text_lengths: { min: 1234, max: 12_345, mean: 5000 } }))).toHaveTextContent('1,234–12,345 characters');
  });

  it('of codes: how many have leading zeros, and no histogram of their size', () => {
    expect(showOf(orders, 'postal_code')).toHaveTextContent('91 with leading zeros');
    expect(screen.queryByRole('img', { name: /Histogram/ })).not.toBeInTheDocument();
  });

  it('of dates that hardly repeat: the most frequent, without bars too short to see', () => {
    expect(showOf(orders, 'ordered_on')).toHaveTextContent(
      'ordered_onDate100% filled, no nulls360 differentMost frequent: 2024-02-05 (0.5%)',
    );
    expect(screen.queryByRole('list')).not.toBeInTheDocument();
  });

  it('of booleans: both', () => {
    expect(showOf(mixed, 'flag')).toHaveTextContent('flagBoolean99.8% filled, 1 missing (0.2%)2 differenttrue50.1%false49.9%');
  });

  it('of lists and objects: that they are not listed', () => {
    expect(showOf(mixed, 'nested')).toHaveTextContent('Lists and objects; frequent values are not listed.');
  });

  it('of kinds that mix: texts in quotes', () => {
    expect(showOf(mixed, 'mixed')).toHaveTextContent('"1"20.2%true19.6%117.6%');
  });

  it('of kinds that mix: how many are of the lesser kind, a part of the bar of its own', () => {
    const card = showOf(mixed, 'mixed');
    expect(card).toHaveTextContent('84.4% filled, 63 null (15.6%), 130 numbers among other values (38.1% of the values)');
    const parts = [...card.querySelectorAll<HTMLElement>('[aria-hidden=true] > span')].map((part) => Number.parseFloat(part.style.flexGrow));
    expect(parts).toEqual([211, 130, 63].map((count) => expect.closeTo((count / 404) * 100, 6) as number));
  });

  it('of integers beyond a double: every digit', () => {
    expect(showOf(mixed, 'huge')).toHaveTextContent('12345678901234567892');
  });
});

describe('a card without a chart', () => {
  it.each<[string, Column, string]>([
    ['a constant', aColumn({ distinct: exactly(1), top_values: [{ value: 'x', count: 10 }] }), 'Always x'],
    ['a single value', aColumn({ non_null: 1, distinct: exactly(1), top_values: [{ value: 'x', count: 1 }] }), 'One value: x'],
    ['nulls alone', aColumn({ type: 'empty', non_null: 0, nulls: { empty: 10, whitespace: 0, explicit: 0 }, top_values: null }), 'All values are null.'],
    ['no key anywhere', aColumn({ type: 'empty', non_null: 0, missing: 10, top_values: null }), 'No values.'],
    ['equal numbers beyond the detailed columns', aNumberColumn({
      top_values: null, histogram: null, statistics: { min: 5, q1: 5, median: 5, q3: 5, max: 5, mean: 5, std_dev: 0, ddof: 1 },
    }), 'All numbers are 5.'],
    ['all different', aColumn({ distinct: exactly(10) }), 'Different in every row.'],
    ['too many values', aColumn({ distinct: { count: 9, exact: false, relative_error: 0.0163 }, top_values: null }), 'Too many different values to list.'],
  ])('of %s says so', (_, column, words) => {
    expect(show(column)).toHaveTextContent(words);
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });

  it('of no rows says so', () => {
    expect(show(aColumn({ type: 'empty', non_null: 0, distinct: exactly(0), top_values: null, text_lengths: null }), 0)).toHaveTextContent(
      'cityEmptyno rows0 differentNo rows.',
    );
  });
});

describe('a card', () => {
  it('marks an estimate', () => {
    show(aColumn({ distinct: { count: 123_456, exact: false, relative_error: 0.0163 }, top_values: null }));
    expect(screen.getByText('≈123,456 different')).toHaveAttribute('title', expect.stringContaining('less than 1.6%'));
  });

  it('never says 0 % or 100 % for nearly', () => {
    const column = aColumn({ non_null: 999_999, nulls: { empty: 1, whitespace: 0, explicit: 0 } });
    expect(show(column, 1_000_000)).toHaveTextContent('>99.9% filled, 1 null (<0.1%)');
  });

  it('counts nulls among the rows with the key', () => {
    const column = aColumn({ non_null: 3, nulls: { empty: 0, whitespace: 0, explicit: 1 }, missing: 6 });
    expect(show(column)).toHaveTextContent('30% filled, 1 null (25% of the rows with the key), 6 missing (60%)');
  });

  it('holds out a name of 300 characters, an empty one, and one that is markup', () => {
    const long = 'x'.repeat(300);
    show(aColumn({ name: long }));
    expect(screen.getByRole('link', { name: long })).toHaveAttribute('title', long);
    renderAt(<ColumnCard column={aColumn({ name: '' })} rowCount={10} outliers={undefined} />);
    expect(screen.getByRole('link', { name: '(no name)' })).toHaveAttribute('href', '/?col=');
    renderAt(<ColumnCard column={aColumn({ name: '<img src=x>' })} rowCount={10} outliers={undefined} />);
    expect(screen.getByRole('link', { name: '<img src=x>' })).toHaveAttribute('href', '/?col=%3Cimg+src%3Dx%3E');
  });
});
