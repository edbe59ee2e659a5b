/** The lines of a column's details: what is counted, measured and compared. */
import { formatCount, formatNumber, formatPercent } from '@/lib/format';
import { describeDistinct, explainDistinct, finiteCount, nullCount, presentCount } from './columnFacts';
import type { FactLine } from './Facts';
import type { Column, Fences, Statistics, TextLengths } from './report';

/** Every digit that the report has; as elsewhere where that leaves none out. */
export function writeExact(value: number | null): string {
  if (value === null) return '–';
  const exact = String(value);
  return formatNumber(value, 'none') === exact ? formatNumber(value) : exact;
}

function countOf(count: number, all: number): string {
  return count === 0 ? '0' : `${formatNumber(count)} (${formatPercent(count, all)})`;
}

/** Lines that are always there, and those that say something. */
export function countLines(column: Column, rowCount: number): FactLine[] {
  const { nulls, non_null: values } = column;
  const present = presentCount(column);
  const line = (term: string, count: number, all: number, title: string): FactLine => ({ term, value: countOf(count, all), title });
  const some = (term: string, count: number, all: number, title: string): FactLine[] =>
    count > 0 ? [line(term, count, all, title)] : [];
  return [
    line('Values', values, rowCount, 'rows with a value that is not null'),
    line('Null', nullCount(column), present, 'empty, white space alone, or null; of the rows that have the field'),
    ...some('Null: empty', nulls.empty, present, 'the empty text'),
    ...some('Null: white space', nulls.whitespace, present, 'white space and nothing else'),
    ...some('Null: explicit', nulls.explicit, present, 'null in JSON, or a cell that a short CSV row lacks'),
    ...some('Key missing', column.missing, rowCount, 'objects of the JSON file without this key'),
    { term: 'Different values', value: describeDistinct(column), title: explainDistinct(column) },
    ...some('Numbers', column.numbers, values, 'values that are numbers'),
    ...some('NaN or infinite', column.non_finite, values, 'numbers that take no part in the statistics'),
    ...some('Leading zeros', column.leading_zeros, values, 'written as 007: kept as they are'),
    ...some('Dates', column.dates, values, 'values that are dates'),
  ];
}

export function statisticLines(statistics: Statistics): FactLine[] {
  const lines: [string, number | null, string][] = [
    ['Minimum', statistics.min, 'the least'],
    ['First quartile (Q1)', statistics.q1, 'a quarter of the numbers is not greater; linear interpolation, type 7'],
    ['Median', statistics.median, 'half of the numbers is not greater'],
    ['Third quartile (Q3)', statistics.q3, 'three quarters of the numbers are not greater; linear interpolation, type 7'],
    ['Maximum', statistics.max, 'the greatest'],
    ['Mean', statistics.mean, 'the sum divided by the count'],
    ['Standard deviation', statistics.std_dev, 'of a sample (n − 1); none for a single number'],
  ];
  return lines.map(([term, value, title]) => ({ term, value: writeExact(value), title }));
}

/** The fences, and how each comes about. */
export function fenceLines(fences: Fences, { q1, q3 }: Statistics): FactLine[] {
  const formula = (base: string, sign: string, from: number) => `${base} ${sign} 1.5 · IQR = ${writeExact(from)} ${sign} 1.5 · ${formatNumber(q3 - q1)}`;
  return [
    { term: 'Lower fence', value: writeExact(fences.lower_fence), title: formula('Q1', '−', q1) },
    { term: 'Upper fence', value: writeExact(fences.upper_fence), title: formula('Q3', '+', q3) },
    { term: 'Below the lower fence', value: formatCount(fences.below, 'value') },
    { term: 'Above the upper fence', value: formatCount(fences.above, 'value') },
  ];
}

/** Why a field was not tested for outliers; null when it was. */
export function sayUntested(column: Column): string | null {
  if (column.outliers !== null || column.statistics === null) return null;
  if (finiteCount(column) < 4) return 'Not tested for outliers: that takes at least four finite numbers.';
  return 'Not tested for outliers: the quartiles are equal, so there is no range to measure by.';
}

export function lengthLines({ min, max, mean }: TextLengths): FactLine[] {
  return [
    { term: 'Shortest', value: formatCount(min, 'character') },
    { term: 'Longest', value: formatCount(max, 'character') },
    { term: 'Mean', value: formatCount(mean, 'character') },
  ];
}
