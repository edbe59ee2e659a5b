import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { address, renderAt } from '@/testing/render';
import { readReport } from './report';
import { ReportSummary } from './ReportSummary';
import { Section } from './Section';
import { aColumn, aReport } from './testing/builders';
import odd from './testing/odd.json';

const facts = () => screen.getAllByRole('listitem').map((item) => item.textContent);

describe('ReportSummary', () => {
  it('says the report in six numbers', () => {
    renderAt(<ReportSummary report={readReport(odd)} />);
    expect(facts()).toEqual(['3,002rows', '14columns', '4,547 (10.8%)null cells', '0duplicate rows', '50outliers', '3warnings']);
  });

  it('never says 0 % for what is there, and has the exact numbers on hover', () => {
    const duplicates = { extra_copies: 1, groups: 1, rows_involved: 2, examples: [] };
    const column = aColumn({ non_null: 99_999, nulls: { empty: 1, whitespace: 0, explicit: 0 } });
    renderAt(<ReportSummary report={aReport({ row_count: 100_000, columns: [column], duplicates })} />);
    expect(facts()).toEqual(['100,000rows', '1column', '1 (<0.1%)null cell', '1 (<0.1%)duplicate row', '0outliers', '0warnings']);
    expect(screen.getByTitle('1 of 100,000 cells is null')).toBeInTheDocument();
    expect(screen.getByTitle('1 of 100,000 rows equals an earlier row')).toBeInTheDocument();
  });

  it('counts keys that are missing apart from nulls', () => {
    renderAt(<ReportSummary report={aReport({ columns: [aColumn({ missing: 3 })] })} />);
    expect(screen.getByTitle('0 of 10 cells are null; 3 keys are missing besides')).toBeInTheDocument();
  });

  it('leads to the parts of the page, and sorts columns by what was asked for', async () => {
    const scroll = vi.fn();
    Element.prototype.scrollIntoView = scroll;
    renderAt(
      <>
        <ReportSummary report={readReport(odd)} />
        <Section place="columns">here</Section>
        <Section place="warnings">there</Section>
      </>,
    );
    await userEvent.click(screen.getByRole('link', { name: /null cells/ }));
    expect(scroll).toHaveBeenCalledOnce();
    expect(screen.getByRole('heading', { name: 'Columns' })).toHaveFocus();
    expect(address()).toBe('/?sort=nulls');
    await userEvent.click(screen.getByRole('link', { name: /outliers/ }));
    expect(address()).toBe('/?sort=outliers');
    await userEvent.click(screen.getByRole('link', { name: /warnings/ }));
    expect(screen.getByRole('heading', { name: 'Warnings from reading' })).toHaveFocus();
  });

  it('holds out without any rows or columns', () => {
    renderAt(<ReportSummary report={aReport({ row_count: 0, columns: [] })} />);
    expect(facts()).toEqual(['0rows', '0columns', '0null cells', '0duplicate rows', '0outliers', '0warnings']);
  });
});
