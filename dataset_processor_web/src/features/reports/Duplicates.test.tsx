import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { Duplicates } from './Duplicates';
import { readReport } from './report';
import { aReport } from './testing/builders';
import orders from './testing/orders.json';

describe('Duplicates', () => {
  it('counts them in three ways and names rows', () => {
    renderAt(<Duplicates report={readReport(orders)} />);
    expect([...document.querySelectorAll('dd')].map((each) => each.textContent)).toEqual(['15 (1.5%)', '14', '29 (2.9%)']);
    expect(screen.getByText(/^The first copies:/)).toHaveTextContent('The first copies: row 15, row 131, row 132, row 252, row 557.');
    expect(screen.getByText('row 15')).toHaveAttribute('title', 'row_index 14 in the JSON, which counts from 0');
  });

  it('names all when they are few', () => {
    const duplicates = { extra_copies: 1, groups: 1, rows_involved: 2, examples: [{ row_index: 2999 }] };
    renderAt(<Duplicates report={aReport({ row_count: 100_000, duplicates })} />);
    expect(screen.getByText(/^The copy:/)).toHaveTextContent('The copy: row 3,000.');
    expect(screen.getByText('1 (<0.1%)')).toBeInTheDocument();
  });

  it.each([
    [10, 'No row equals an earlier one.'],
    [1, 'There are no two rows to compare.'],
    [0, 'There are no two rows to compare.'],
  ])('of %d rows without any says so', (rows, words) => {
    renderAt(<Duplicates report={aReport({ row_count: rows })} />);
    expect(screen.getByText(words)).toBeInTheDocument();
  });
});
