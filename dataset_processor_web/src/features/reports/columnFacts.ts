/** What a report says of one column, beyond its own fields. Pure. */
import { formatCount, formatNumber } from '@/lib/format';
import type { Column, ColumnType, Report } from './report';

export const TYPE_NAMES: Record<ColumnType, string> = {
  integer: 'Integer',
  number: 'Number',
  boolean: 'Boolean',
  date: 'Date',
  code: 'Code',
  text: 'Text',
  nested: 'Nested',
  mixed: 'Mixed',
  empty: 'Empty',
};

/** What all values of a type have in common, for people. */
export const TYPE_MEANINGS: Record<ColumnType, string> = {
  integer: 'all values are numbers written as integers',
  number: 'all values are numbers',
  boolean: 'all values are true or false, or yes or no',
  date: 'all values are dates',
  code: 'all values are digits, some with leading zeros that matter',
  text: 'values are texts',
  nested: 'all values are JSON lists or objects',
  mixed: 'values of more than one kind',
  empty: 'there is no value',
};

export function nullCount({ nulls }: Column): number {
  return nulls.empty + nulls.whitespace + nulls.explicit;
}

/** The rows in which the field occurs. A key that a JSON object lacks is missing, not null. */
export function presentCount(column: Column): number {
  return column.non_null + nullCount(column);
}

export function nullShare(column: Column): number {
  const present = presentCount(column);
  return present === 0 ? 0 : nullCount(column) / present;
}

/** Values outside the fences. */
export function fencedOff({ outliers }: Column): number {
  return outliers === null ? 0 : outliers.below + outliers.above;
}

/** The outliers worth a look: those of codes are none, for codes measure nothing. */
export function outlierCount(column: Column): number {
  return column.type === 'code' ? 0 : fencedOff(column);
}

export function finiteCount(column: Column): number {
  return column.numbers - column.non_finite;
}

/** More than one value, and all of them the same. */
export function isConstant(column: Column): boolean {
  return column.non_null > 1 && column.distinct?.exact === true && column.distinct.count === 1;
}

/** No value stands twice, no row is without one. */
export function isAllDifferent(column: Column, rowCount: number): boolean {
  const { distinct } = column;
  return rowCount > 1 && column.non_null === rowCount && distinct?.exact === true && distinct.count === rowCount;
}

/** "12", "≈12,345". */
export function describeDistinct({ distinct }: Column): string {
  if (distinct === null) return 'unknown';
  return `${distinct.exact ? '' : '≈'}${formatNumber(distinct.count)}`;
}

/** Whether the number is counted or estimated, and how far off it may be. */
export function explainDistinct({ distinct }: Column): string {
  if (distinct === null) return 'Not counted by the version that made this report.';
  if (distinct.exact) return 'Counted exactly.';
  const error = `${formatNumber(Math.round(distinct.relative_error * 1000) / 10)}%`;
  return `An estimate: two of three such estimates are off by less than ${error}.`;
}

/** The values that are neither the most frequent nor null. */
export function otherCount(column: Column): number {
  const shown = (column.top_values ?? []).reduce((sum, top) => sum + top.count, 0);
  return column.non_null - shown;
}

/** Numbers among other values, or the other way round: the fewer of the two, where the report tells them apart. */
export function lesserKind({ type, numbers, non_null: values }: Column): { count: number; words: string } | null {
  const others = values - numbers;
  if (type !== 'mixed' || numbers === 0 || others === 0) return null;
  return numbers < others
    ? { count: numbers, words: `${formatCount(numbers, 'number')} among other values` }
    : { count: others, words: `${formatCount(others, 'other value')} among numbers` };
}

/** The column a warning names; it cuts long names short. */
export function findColumn(report: Report, field: string): Column | undefined {
  return (
    report.columns.find((column) => column.name === field) ??
    (field.length >= 200 ? report.columns.find((column) => column.name.startsWith(field)) : undefined)
  );
}

export interface ReportTotals {
  nullCells: number;
  cells: number;
  outliers: number;
  columnsWithOutliers: number;
  /** Outside the fences of codes. */
  codesFencedOff: number;
  missing: number;
}

export function sumUp(report: Report): ReportTotals {
  const totals: ReportTotals = { nullCells: 0, cells: 0, outliers: 0, columnsWithOutliers: 0, codesFencedOff: 0, missing: 0 };
  for (const column of report.columns) {
    totals.nullCells += nullCount(column);
    totals.cells += presentCount(column);
    totals.missing += column.missing;
    totals.outliers += outlierCount(column);
    totals.codesFencedOff += fencedOff(column) - outlierCount(column);
    totals.columnsWithOutliers += outlierCount(column) > 0 ? 1 : 0;
  }
  return totals;
}
