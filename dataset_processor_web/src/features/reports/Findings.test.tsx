import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { type Finding, findAll } from './findings';
import { Findings } from './Findings';
import { aColumn, aReport } from './testing/builders';

function some(count: number): Finding[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index), level: 'check', weight: 0, column: `column_${index}`, place: 'source', sentence: '50% null',
  }));
}

const items = () => screen.queryAllByRole('listitem');
const ofFile = (changes: Partial<Finding>): Finding => ({
  id: 'x', level: 'problem', weight: 2, column: null, place: 'warnings', sentence: 'Something is off.', ...changes,
});

describe('Findings', () => {
  it('says when nothing stands out', () => {
    renderAt(<Findings findings={[]} />);
    expect(screen.getByRole('heading', { name: 'Findings (0)' })).toBeInTheDocument();
    expect(screen.getByText(/^Nothing stands out: /)).toBeInTheDocument();
  });

  it('does not say that there are no gaps where there are few', () => {
    const report = aReport({ row_count: 100, columns: [aColumn({ non_null: 92, nulls: { empty: 4, whitespace: 0, explicit: 0 }, missing: 4 })] });
    renderAt(<Findings findings={findAll(report)} />);
    expect(screen.getByText(/^Nothing stands out: no column has 5% or more nulls or missing keys, /)).toBeInTheDocument();
    expect(screen.queryByText(/no gaps/)).toBeNull();
  });

  it('shows ten, then all', async () => {
    renderAt(<Findings findings={some(37)} />);
    expect(items()).toHaveLength(10);
    await userEvent.click(screen.getByRole('button', { name: 'Show all 37' }));
    expect(items()).toHaveLength(37);
    await userEvent.click(screen.getByRole('button', { name: 'Show the first 10' }));
    expect(items()).toHaveLength(10);
  });

  it('shows thousands a hundred at a time', async () => {
    renderAt(<Findings findings={some(2000)} />);
    await userEvent.click(screen.getByRole('button', { name: 'Show 100 more of 2,000' }));
    expect(items()).toHaveLength(110);
  });

  it('shows ten without a button', () => {
    renderAt(<Findings findings={some(10)} />);
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('leads to the column and keeps what the address says', () => {
    renderAt(<Findings findings={some(1)} />, { at: '/?q=col' });
    expect(screen.getByRole('link', { name: 'column_0' })).toHaveAttribute('href', '/?q=col&col=column_0');
    expect(items()[0]).toHaveTextContent('Checkcolumn_0: 50% null');
  });

  it('leads to the part of the page that says more of the file', () => {
    renderAt(<Findings findings={[ofFile({}), ofFile({ id: 'y', place: 'duplicates' })]} />);
    expect(screen.getByRole('link', { name: 'Warnings from reading' })).toHaveAttribute('href', '#warnings');
    expect(screen.getByRole('link', { name: 'Duplicate rows' })).toHaveAttribute('href', '#duplicates');
  });

  it('cuts names of hundreds of characters, all of them on hover', () => {
    const name = 'x'.repeat(300);
    renderAt(<Findings findings={[ofFile({ column: name })]} />);
    const link = screen.getByRole('link');
    expect(link).toHaveTextContent(/^x{60}…$/);
    expect(link).toHaveAttribute('title', name);
  });
});
