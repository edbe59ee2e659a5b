import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { address, renderAt } from '@/testing/render';
import { ColumnList } from './ColumnList';
import { findAll, groupByColumn } from './findings';
import { type Report, readReport } from './report';
import { aReport, aWideReport } from './testing/builders';
import orders from './testing/orders.json';

const REPORT = readReport(orders);

function show(report: Report, at = '/') {
  return renderAt(<ColumnList report={report} withFindings={groupByColumn(findAll(report))} />, { at });
}

// By selector and text: asking for roles among a hundred cards takes seconds here.
const names = () => [...document.querySelectorAll('ul h3')].map((heading) => heading.textContent);

beforeEach(() => {
  Element.prototype.scrollIntoView = vi.fn();
});

describe('the list', () => {
  it('is in the order of the file at first', () => {
    show(REPORT);
    expect(names()).toEqual(REPORT.columns.map((column) => column.name));
    expect(address()).toBe('/');
  });

  it('is as the address says', () => {
    show(REPORT, '/?type=text&sort=nulls&has=findings');
    expect(names()).toEqual(['note', 'city']);
    expect(screen.getByRole('heading', { name: 'Columns (2 of 8)' })).toBeInTheDocument();
    expect(screen.getByLabelText('Type')).toHaveValue('text');
    expect(screen.getByLabelText('Sort by')).toHaveValue('nulls');
    expect(screen.getByLabelText('With findings')).toBeChecked();
  });

  it('has the filter that the key / leads to', () => {
    show(REPORT);
    expect(screen.getByLabelText('Column name')).toHaveAttribute('data-shortcut', 'filter');
  });

  it('follows the filters, and the address follows it', async () => {
    show(REPORT);
    await userEvent.selectOptions(screen.getByLabelText('Type'), 'Code (2)');
    expect(names()).toEqual(['order_id', 'postal_code']);
    await userEvent.selectOptions(screen.getByLabelText('Type'), 'All types');
    await userEvent.selectOptions(screen.getByLabelText('Sort by'), 'Outliers');
    expect(names().slice(0, 2)).toEqual(['delivery_days', 'total']);
    await userEvent.click(screen.getByLabelText('With findings'));
    expect(address()).toBe('/?sort=outliers&has=findings');
  });

  it('follows the name as it is typed', async () => {
    show(REPORT, '/?page=2&tab=columns');
    await userEvent.type(screen.getByLabelText('Column name'), 'ORD');
    await waitFor(() => expect(names()).toEqual(['order_id', 'ordered_on']));
    expect(address()).toBe('/?tab=columns&q=ORD');
    await userEvent.clear(screen.getByLabelText('Column name'));
    await waitFor(() => expect(names()).toHaveLength(8));
    expect(screen.getByLabelText('Column name')).toHaveValue('');
  });

  it('offers to clear filters that nothing passes', async () => {
    show(REPORT, '/?q=nowhere&type=text');
    expect(screen.getByRole('heading', { name: 'No column matches' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Clear the filters' }));
    expect(names()).toHaveLength(8);
    expect(screen.getByLabelText('Column name')).toHaveValue('');
    expect(address()).toBe('/');
  });

  it('says that a file has no columns', () => {
    show(aReport({ columns: [] }));
    expect(screen.getByText('The file has no columns.')).toBeInTheDocument();
    expect(screen.queryByLabelText('Column name')).not.toBeInTheDocument();
  });
});

describe('cards or table', () => {
  it('is a table when asked for, and remembers it', async () => {
    const { unmount } = show(REPORT);
    await userEvent.click(screen.getByRole('radio', { name: 'Table' }));
    const rows = within(screen.getByRole('table', { name: 'Columns' })).getAllByRole('row');
    expect(rows).toHaveLength(9);
    expect(rows[2]).toHaveTextContent('ordered_onDate0 360––––');
    expect(address()).toBe('/?view=table');
    unmount();
    show(REPORT);
    expect(screen.getByRole('table', { name: 'Columns' })).toBeInTheDocument();
  });

  it('has cards alone where there is no room for a table', () => {
    const spy = vi.spyOn(window, 'matchMedia').mockImplementation(
      (query) => ({ matches: false, media: query, addEventListener: vi.fn(), removeEventListener: vi.fn() }) as unknown as MediaQueryList,
    );
    show(REPORT, '/?view=table');
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
    expect(names()).toHaveLength(8);
    spy.mockRestore();
  });
});

describe('pages', () => {
  it('hold a hundred columns each', async () => {
    show(aWideReport(120));
    expect(screen.getByText('Previous').closest('button')).toBeDisabled();
    await userEvent.click(screen.getByText('Next'));
    await waitFor(() => expect(names()).toHaveLength(20));
    expect(screen.getByLabelText('Pages of columns')).toHaveTextContent('Columns 101 to 120 of 120');
    expect(screen.getByText('Next').closest('button')).toBeDisabled();
    expect(address()).toBe('/?page=2');
    expect(document.activeElement).toHaveTextContent(/^Columns/);
  });

  it('are not spoken of when one is enough', () => {
    show(REPORT);
    expect(screen.queryByText('Next')).not.toBeInTheDocument();
  });

  it('begin anew when a filter changes', async () => {
    show(aWideReport(101), '/?page=2');
    expect(names()).toEqual(['column_101']);
    await userEvent.selectOptions(screen.getByLabelText('Sort by'), 'Share of nulls');
    expect(address()).toBe('/?sort=nulls');
  });
});
