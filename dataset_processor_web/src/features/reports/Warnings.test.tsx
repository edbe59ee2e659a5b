import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { type Warning, readReport } from './report';
import { aReport } from './testing/builders';
import odd from './testing/odd.json';
import warned from './testing/warned.json';
import { Warnings } from './Warnings';

const titles = () => [...document.querySelectorAll('h3')].map((title) => title.textContent);

describe('Warnings', () => {
  it('says when there are none', () => {
    renderAt(<Warnings report={aReport()} />);
    expect(screen.getByText('The file was read without anything odd.')).toBeInTheDocument();
  });

  it('says each with its rows and columns', () => {
    renderAt(<Warnings report={readReport(odd)} />);
    expect(titles()).toEqual(['Rows with more cells than the header', 'Rows with fewer cells than the header', 'Day or month first?']);
    const where = screen.getAllByText(/^Where:/).map((each) => each.textContent);
    expect(where).toEqual(['Where: row 3,002 (2 extra cells)', 'Where: row 3,001 (13 cells missing)', 'Where: row 1']);
    expect(screen.getByRole('link', { name: 'when' })).toHaveAttribute('href', '/?col=when');
    expect(screen.getByText(/^Row numbers count data rows from 1/)).toBeInTheDocument();
  });

  it('has the sentence of each as it is', () => {
    const report = readReport(warned);
    renderAt(<Warnings report={report} />);
    for (const { message } of report.warnings) expect(screen.getByText(message)).toBeInTheDocument();
  });

  it('says that there are more rows and columns than it names', () => {
    const rows = [{ row_index: 0 }, { row_index: 4 }];
    const warning: Warning = { code: 'repeated_key', message: 'Many.', count: 9, rows, fields: ['gone'] };
    renderAt(<Warnings report={aReport({ warnings: [warning] })} />);
    expect(screen.getByText(/^Where:/)).toHaveTextContent('Where: row 1, row 5 …');
    expect(screen.getByText(/^Column:/)).toHaveTextContent('Column: gone …');
  });

  it('shows one it does not know by its code', () => {
    const warning = { code: 'something_new', message: 'Something <b>new</b>.', count: 1, rows: [], fields: [] } as unknown as Warning;
    renderAt(<Warnings report={aReport({ warnings: [warning] })} />);
    expect(titles()).toEqual(['something_new']);
    expect(screen.getByText('Something <b>new</b>.')).toBeInTheDocument();
  });
});
