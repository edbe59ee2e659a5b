import { describe, expect, it } from 'vitest';
import { type ColumnView, VIEW_DEFAULTS, countTypes, cutPage, selectColumns } from './columnView';
import { aColumn, aNumberColumn, aWideReport } from './testing/builders';

const exactly = (count: number) => ({ count, exact: true, relative_error: 0 });
const COLUMNS = [
  aColumn({ name: 'City', distinct: exactly(3) }),
  aNumberColumn({ name: 'price', distinct: exactly(9) }),
  aColumn({ name: 'city_code', non_null: 5, nulls: { empty: 5, whitespace: 0, explicit: 0 }, distinct: exactly(5) }),
  aNumberColumn({ name: 'amount', distinct: null, outliers: { lower_fence: 0, upper_fence: 1, below: 2, above: 9 } }),
];
const select = (view: Partial<ColumnView>) =>
  selectColumns(COLUMNS, new Map([['price', []]]), { ...VIEW_DEFAULTS, ...view }).map((column) => column.name);

describe('selectColumns', () => {
  it.each<[Partial<ColumnView>, string[]]>([
    [{}, ['City', 'price', 'city_code', 'amount']],
    [{ q: 'CITY' }, ['City', 'city_code']],
    [{ q: 'nowhere' }, []],
    [{ type: 'number' }, ['price', 'amount']],
    [{ has: 'findings' }, ['price']],
    [{ sort: 'nulls' }, ['city_code', 'City', 'price', 'amount']],
    [{ sort: 'distinct' }, ['price', 'city_code', 'City', 'amount']],
    [{ sort: 'outliers' }, ['amount', 'price', 'City', 'city_code']],
    [{ sort: 'nonsense' }, ['City', 'price', 'city_code', 'amount']],
    [{ q: 'c', type: 'number', sort: 'outliers' }, ['price']],
  ])('with %j', (view, names) => {
    expect(select(view)).toEqual(names);
  });

  it('leaves the given list as it is', () => {
    const before = [...COLUMNS];
    select({ sort: 'outliers' });
    expect(COLUMNS).toEqual(before);
  });
});

describe('countTypes', () => {
  it('lists the types that occur', () => {
    expect(countTypes(COLUMNS)).toEqual([
      { type: 'number', count: 2 },
      { type: 'text', count: 2 },
    ]);
  });
});

describe('cutPage', () => {
  const { columns } = aWideReport(250);
  it.each([
    ['1', 1, 1, 100],
    ['3', 3, 201, 50],
    ['99', 3, 201, 50],
    ['0', 1, 1, 100],
    ['-2', 1, 1, 100],
    ['many', 1, 1, 100],
  ])('page %s is %d and begins with column %d', (asked, number, first, length) => {
    const page = cutPage(columns, asked);
    expect(page).toMatchObject({ number, first, count: 3 });
    expect(page.columns).toHaveLength(length);
    expect(page.columns[0]?.name).toBe(`column_${first}`);
  });

  it('is one empty page for no columns', () => {
    expect(cutPage([], '1')).toEqual({ number: 1, count: 1, columns: [], first: 1 });
  });
});
