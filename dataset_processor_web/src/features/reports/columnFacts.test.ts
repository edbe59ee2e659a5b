import { describe, expect, it } from 'vitest';
import {
  describeDistinct, explainDistinct, fencedOff, findColumn, isAllDifferent, isConstant, lesserKind, nullCount, nullShare, otherCount, outlierCount, sumUp,
} from './columnFacts';
import { readReport } from './report';
import { aColumn, aNumberColumn, aReport } from './testing/builders';
import odd from './testing/odd.json';

const estimate = { count: 12_345, exact: false, relative_error: 0.0163 };
const exactly = (count: number) => ({ count, exact: true, relative_error: 0 });

describe('counts of a column', () => {
  it('adds the kinds of null, and shares them among the rows that have the field', () => {
    const column = aColumn({ non_null: 2, nulls: { empty: 1, whitespace: 2, explicit: 3 }, missing: 100 });
    expect(nullCount(column)).toBe(6);
    expect(nullShare(column)).toBe(0.75);
    expect(nullShare(aColumn({ non_null: 0 }))).toBe(0);
  });

  it('adds outliers of both sides', () => {
    expect(outlierCount(aNumberColumn({ outliers: { lower_fence: 0, upper_fence: 1, below: 2, above: 3 } }))).toBe(5);
    expect(outlierCount(aColumn())).toBe(0);
  });

  it('does not take codes far from the others for outliers', () => {
    const codes = aNumberColumn({ type: 'code', outliers: { lower_fence: 0, upper_fence: 1, below: 2, above: 3 } });
    expect(outlierCount(codes)).toBe(0);
    expect(fencedOff(codes)).toBe(5);
  });

  it('counts values beyond the frequent ones', () => {
    expect(otherCount(aColumn())).toBe(0);
    expect(otherCount(aColumn({ non_null: 14 }))).toBe(4);
    expect(otherCount(aColumn({ top_values: null }))).toBe(10);
  });
});

describe('how varied a column is', () => {
  it.each([
    [aColumn({ distinct: exactly(1) }), true, false],
    [aColumn({ non_null: 1, distinct: exactly(1) }), false, false],
    [aColumn({ distinct: exactly(10) }), false, true],
    [aColumn({ non_null: 9, distinct: exactly(9) }), false, false],
    [aColumn({ distinct: { ...estimate, count: 10 } }), false, false],
    [aColumn({ distinct: null }), false, false],
  ])('is told from exact counts alone', (column, constant, different) => {
    expect(isConstant(column)).toBe(constant);
    expect(isAllDifferent(column, 10)).toBe(different);
  });

  it('marks an estimate and says how far off it may be', () => {
    expect(describeDistinct(aColumn({ distinct: estimate }))).toBe('≈12,345');
    expect(explainDistinct(aColumn({ distinct: estimate }))).toContain('less than 1.6%');
    expect(describeDistinct(aColumn())).toBe('2');
    expect(describeDistinct(aColumn({ distinct: null }))).toBe('unknown');
  });
});

describe('lesserKind', () => {
  it.each([
    [10, 9, 1, '1 other value among numbers'],
    [10, 5, 5, '5 other values among numbers'],
    [10, 1, 1, '1 number among other values'],
    [1000, 12, 12, '12 numbers among other values'],
  ])('of %d values, %d of them numbers', (values, numbers, count, words) => {
    expect(lesserKind(aColumn({ type: 'mixed', non_null: values, numbers }))).toEqual({ count, words });
  });

  it.each([
    ['mixed', 0],
    ['mixed', 10],
    ['text', 0],
    ['integer', 10],
  ] as const)('is not known of %s with %d numbers', (type, numbers) => {
    expect(lesserKind(aColumn({ type, numbers }))).toBeNull();
  });
});

describe('findColumn', () => {
  it('finds a long name by what a warning shows of it', () => {
    const name = 'x'.repeat(300);
    const report = aReport({ columns: [aColumn(), aColumn({ name })] });
    expect(findColumn(report, 'x'.repeat(200))?.name).toBe(name);
    expect(findColumn(report, 'cit')).toBeUndefined();
    expect(findColumn(report, 'city')?.name).toBe('city');
  });
});

describe('sumUp', () => {
  it('agrees with the counts of a real report', () => {
    const report = readReport(odd);
    const nulls = Object.values(odd.null_counts).reduce((sum, count) => sum + count, 0);
    expect(sumUp(report)).toEqual({
      nullCells: nulls,
      cells: odd.row_count * odd.columns.length,
      outliers: 50,
      columnsWithOutliers: 1,
      codesFencedOff: 0,
      missing: 0,
    });
  });

  it('counts outliers of codes apart', () => {
    const report = readReport(odd);
    const columns = report.columns.map((column) => (fencedOff(column) > 0 ? { ...column, type: 'code' as const } : column));
    expect(sumUp({ ...report, columns })).toMatchObject({ outliers: 0, columnsWithOutliers: 0, codesFencedOff: 50 });
  });
});
