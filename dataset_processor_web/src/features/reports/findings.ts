/** What the owner of the data should look at, worst first. Pure: report in, findings out. */
import { formatNumber, formatPercent } from '@/lib/format';
import {
  finiteCount, findColumn, isAllDifferent, isConstant, nullCount, nullShare, outlierCount, presentCount,
} from './columnFacts';
import { hasHidden } from './hiddenText';
import type { Column, Report, Warning, WarningCode } from './report';

export const LEVELS = ['problem', 'check', 'note'] as const;
export type Level = (typeof LEVELS)[number];
export type Place = 'source' | 'duplicates' | 'warnings';

export interface Finding {
  id: string;
  level: Level;
  /** How much of the data it is about, from 0 to 1; the whole file counts as 2. */
  weight: number;
  /** The column it is about, or else the place of the page that says more. */
  column: string | null;
  place: Place;
  sentence: string;
}

type Found = Omit<Finding, 'id' | 'column' | 'place'>;

export const NULLS_WORTH_A_LOOK = 0.05;
const NULLS_A_PROBLEM = 0.5;
/** One value that takes this much of at least so many values leaves little to tell. */
const ONE_VALUE = 0.99;
const MANY_VALUES = 100;

const WARNING_LEVELS: Record<WarningCode, Level> = {
  repeated_header: 'problem',
  blank_header: 'check',
  other_delimiter: 'problem',
  long_rows: 'problem',
  short_rows: 'problem',
  unclosed_quote: 'problem',
  repeated_key: 'problem',
  ambiguous_dates: 'check',
  mixed_date_orders: 'problem',
};

/** Warnings that are about single columns are said of each of them. */
const OF_A_COLUMN: Partial<Record<WarningCode, string>> = {
  repeated_header: 'the name stands more than once in the header; only its last column is read',
  ambiguous_dates: 'nothing tells whether the day or the month comes first in its dates',
  mixed_date_orders: 'some dates have the day first, others the month',
};

function share(part: number, all: number): string {
  return `${formatPercent(part, all)} (${formatNumber(part)} of ${formatNumber(all)})`;
}

/** "1 value is", "2 values are". */
function countAre(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? ' is' : 's are'}`;
}

function findGaps(column: Column, rowCount: number): Found[] {
  const nulls = nullCount(column);
  const present = presentCount(column);
  const found: Found[] = [];
  if (column.non_null === 0) {
    const why = nulls === 0 ? 'the key is missing everywhere' : nulls === 1 ? 'its only cell is null' : `all ${formatNumber(nulls)} are null`;
    found.push({ level: 'problem', weight: 1, sentence: `has no value: ${why}` });
  } else if (nullShare(column) >= NULLS_WORTH_A_LOOK) {
    const level = nullShare(column) >= NULLS_A_PROBLEM ? 'problem' : 'check';
    const counts = `${formatNumber(nulls)} of ${formatNumber(present)}`;
    found.push({ level, weight: nullShare(column), sentence: `${formatPercent(nulls, present)} null (${counts})` });
  }
  if (column.missing / rowCount >= NULLS_WORTH_A_LOOK) {
    const sentence = `the key is missing in ${share(column.missing, rowCount)} of the rows`;
    found.push({ level: 'check', weight: column.missing / rowCount, sentence });
  }
  if (column.nulls.whitespace > 0 && column.non_null > 0) {
    const sentence = `${countAre(column.nulls.whitespace, 'value')} nothing but white space, counted as null`;
    found.push({ level: 'note', weight: column.nulls.whitespace / rowCount, sentence });
  }
  return found;
}

function findKinds(column: Column): Found[] {
  const { type, numbers, dates, non_null: values } = column;
  const part = (count: number, one: string, many: string): string => {
    const rest = values - count;
    const kind = count === 1 ? `is ${one}` : `are ${many}`;
    return `${formatNumber(count)} of ${formatNumber(values)} values ${kind}, ${formatNumber(rest)} ${rest === 1 ? 'is' : 'are'} not`;
  };
  if (type === 'mixed') {
    const sentence = numbers > 0 && numbers < values ? part(numbers, 'a number', 'numbers') : 'has values of more than one kind';
    return [{ level: 'problem', weight: numbers / values, sentence }];
  }
  if (type === 'text' && dates * 2 >= values && dates > 0) {
    return [{ level: 'check', weight: dates / values, sentence: part(dates, 'a date', 'dates') }];
  }
  return [];
}

function findNumbers(column: Column, rowCount: number): Found[] {
  const found: Found[] = [];
  const outliers = outlierCount(column);
  // A code has no size, so none is far from the others.
  if (outliers > 0) {
    const sentence = `${countAre(outliers, 'value')} far from the others (${formatPercent(outliers, finiteCount(column))})`;
    found.push({ level: 'check', weight: outliers / rowCount, sentence });
  }
  if (column.non_finite > 0) {
    const sentence = `${countAre(column.non_finite, 'number')} NaN or infinite, and left out of the statistics`;
    found.push({ level: 'check', weight: column.non_finite / rowCount, sentence });
  }
  if (column.leading_zeros > 0) {
    const zeros = share(column.leading_zeros, column.non_null);
    const sentence = `has leading zeros in ${zeros} of its values; a program that reads numbers loses them`;
    found.push({ level: 'note', weight: column.leading_zeros / rowCount, sentence });
  }
  return found;
}

function findVariety(column: Column, rowCount: number): Found[] {
  const found: Found[] = [];
  if (isConstant(column)) found.push({ level: 'check', weight: column.non_null / rowCount, sentence: 'always has the same value' });
  const [first] = column.top_values ?? [];
  if (first !== undefined && !isConstant(column) && first.count >= column.non_null * ONE_VALUE && column.non_null >= MANY_VALUES) {
    const sentence = `has the same value nearly always: in ${share(first.count, column.non_null)} of its values`;
    found.push({ level: 'note', weight: first.count / rowCount, sentence });
  }
  if (['integer', 'code', 'text'].includes(column.type) && isAllDifferent(column, rowCount)) {
    found.push({ level: 'note', weight: 0, sentence: 'is different in every row, as an identifier is' });
  }
  if (hasHidden(column.name)) {
    found.push({ level: 'note', weight: 0, sentence: 'has characters in its name that cannot be seen' });
  }
  return found;
}

function findInColumn(column: Column, rowCount: number): Finding[] {
  const found = [
    ...findGaps(column, rowCount),
    ...findKinds(column),
    ...findNumbers(column, rowCount),
    ...findVariety(column, rowCount),
  ];
  return found.map((each, index) => ({ ...each, id: `column ${index} ${column.name}`, column: column.name, place: 'source' }));
}

function findInWarning(report: Report, warning: Warning): Finding[] {
  const { code, count, fields, message } = warning;
  const level = WARNING_LEVELS[code] as Level | undefined ?? 'check';
  const said = OF_A_COLUMN[code];
  const weight = warning.rows.length > 0 ? Math.min(1, count / Math.max(1, report.row_count)) : 2;
  if (said === undefined || fields.length === 0) {
    return [{ id: code, level, weight, column: null, place: 'warnings', sentence: message }];
  }
  const named: Finding[] = fields.map((field) => ({
    id: `${code} ${field}`,
    level,
    weight: 1,
    column: findColumn(report, field)?.name ?? field,
    place: 'warnings',
    sentence: said,
  }));
  const more = count - fields.length;
  if (more <= 0) return named;
  const sentence = `the same in ${formatNumber(more)} more column${more === 1 ? '' : 's'}: ${said}`;
  return [...named, { id: code, level, weight: 1, column: null, place: 'warnings', sentence }];
}

function findDuplicates({ duplicates, row_count: rows }: Report): Finding[] {
  const copies = duplicates.extra_copies;
  if (copies === 0) return [];
  const sentence = `${share(copies, rows)} of the rows ${copies === 1 ? 'is a copy' : 'are copies'} of an earlier one`;
  return [{ id: 'duplicates', level: 'check', weight: copies / rows, column: null, place: 'duplicates', sentence }];
}

/** All findings, worst first: by level, then by how much of the data they are about, then in the file's order. */
export function findAll(report: Report): Finding[] {
  const warned = report.warnings.flatMap((warning) => findInWarning(report, warning));
  if (report.row_count === 0) {
    const sentence = 'The file has no data rows, so there is nothing to say of its columns.';
    return [{ id: 'no rows', level: 'problem', weight: 2, column: null, place: 'source', sentence }, ...warned];
  }
  const found = [
    ...warned,
    ...findDuplicates(report),
    ...report.columns.flatMap((column) => findInColumn(column, report.row_count)),
  ];
  const rank = ({ level }: Finding) => LEVELS.indexOf(level);
  return found.sort((one, other) => rank(one) - rank(other) || other.weight - one.weight);
}

/** The findings of each column. */
export function groupByColumn(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.column === null) continue;
    const group = groups.get(finding.column);
    if (group === undefined) groups.set(finding.column, [finding]);
    else group.push(finding);
  }
  return groups;
}
