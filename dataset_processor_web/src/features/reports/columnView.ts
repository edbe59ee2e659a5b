/** Which columns are shown, in which order. Pure; the choices live in the address. */
import { nullShare, outlierCount } from './columnFacts';
import { COLUMN_TYPES, type Column, type ColumnType } from './report';

export const PAGE_LENGTH = 100;

/** The parameters of the address and what holds without them. */
export const VIEW_DEFAULTS = { q: '', type: '', has: '', sort: 'file', page: '1', view: '' };
export type ColumnView = typeof VIEW_DEFAULTS;

export const SORTS = [
  { value: 'file', label: 'Order of the file' },
  { value: 'nulls', label: 'Share of nulls' },
  { value: 'distinct', label: 'Different values' },
  { value: 'outliers', label: 'Outliers' },
] as const;

const KEYS: Partial<Record<string, (column: Column) => number>> = {
  nulls: nullShare,
  distinct: (column) => column.distinct?.count ?? 0,
  outliers: outlierCount,
};

/** How many columns there are of each type that occurs. */
export function countTypes(columns: readonly Column[]): { type: ColumnType; count: number }[] {
  return COLUMN_TYPES.map((type) => ({ type, count: columns.filter((column) => column.type === type).length })).filter(
    ({ count }) => count > 0,
  );
}

/** The columns that pass the filters, sorted; the greatest first, equals in the order of the file. */
export function selectColumns(columns: readonly Column[], withFindings: ReadonlyMap<string, unknown>, view: ColumnView): Column[] {
  const wanted = view.q.toLocaleLowerCase();
  const passing = columns.filter(
    (column) =>
      (wanted === '' || column.name.toLocaleLowerCase().includes(wanted)) &&
      (view.type === '' || column.type === view.type) &&
      (view.has !== 'findings' || withFindings.has(column.name)),
  );
  const key = KEYS[view.sort];
  return key === undefined ? passing : passing.sort((one, other) => key(other) - key(one));
}

export interface Page {
  number: number;
  count: number;
  columns: Column[];
  /** Of the first column shown, from 1. */
  first: number;
}

/** A hundred of them. A page that is not there is the nearest that is. */
export function cutPage(columns: readonly Column[], page: string): Page {
  const count = Math.max(1, Math.ceil(columns.length / PAGE_LENGTH));
  const asked = Number.parseInt(page, 10);
  const number = Math.min(count, Math.max(1, Number.isNaN(asked) ? 1 : asked));
  const start = (number - 1) * PAGE_LENGTH;
  return { number, count, columns: columns.slice(start, start + PAGE_LENGTH), first: start + 1 };
}
