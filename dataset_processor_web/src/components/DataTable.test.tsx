import { screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { type Column, DataTable } from './DataTable';

const COLUMNS: Column<{ name: string; rows: number }>[] = [
  { title: 'Name', place: 'head', cell: ({ name }) => name },
  { title: 'Rows', numeric: true, cell: ({ rows }) => rows },
  { title: 'Actions', place: 'corner', cell: () => <button type="button">Delete</button> },
];
const table = <DataTable caption="Things" rows={[{ name: 'a', rows: 3 }]} columns={COLUMNS} rowKey={({ name }) => name} />;

it('is a table with headers where there is room', () => {
  renderAt(table);
  const shown = screen.getByRole('table', { name: 'Things' });
  expect(within(shown).getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual(['Name', 'Rows', 'Actions']);
  expect(within(shown).getByRole('cell', { name: '3' })).toBeInTheDocument();
});

describe('on a phone', () => {
  beforeEach(() => window.happyDOM.setViewport({ width: 375 }));
  afterEach(() => window.happyDOM.setViewport({ width: 1024 }));

  it('is a list of cards', () => {
    renderAt(table);
    expect(screen.queryByRole('table')).toBeNull();
    const card = screen.getByRole('listitem');
    expect(within(card).getByText('Rows')).toBeInTheDocument();
    expect(within(card).getByRole('button', { name: 'Delete' })).toBeInTheDocument();
  });
});
