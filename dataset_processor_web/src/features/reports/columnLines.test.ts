import { describe, expect, it } from 'vitest';
import { countLines, fenceLines, lengthLines, sayUntested, statisticLines, writeExact } from './columnLines';
import { aColumn, aNumberColumn } from './testing/builders';

const STATISTICS = { min: 0.1, q1: 2, median: 3, q3: 4, max: 1e21, mean: 92.25000000000001, std_dev: null, ddof: 1 as const };

describe('writeExact', () => {
  it.each([
    [0.1, '0.1'],
    [92.25000000000001, '92.25000000000001'],
    [-1234567.25, '-1234567.25'],
    [1234567, '1,234,567'],
    [1234.5, '1,234.5'],
    [9007199254740991, '9007199254740991'],
    [1e21, '1e+21'],
    [null, '–'],
  ])('writes %s with every digit', (value, text) => {
    expect(writeExact(value)).toBe(text);
  });
});

describe('countLines', () => {
  it('leaves out what does not occur', () => {
    expect(countLines(aColumn(), 10).map(({ term, value }) => [term, value])).toEqual([
      ['Values', '10 (100%)'],
      ['Null', '0'],
      ['Different values', '2'],
    ]);
  });

  it('counts by kind', () => {
    const column = aColumn({
      non_null: 4, nulls: { empty: 1, whitespace: 2, explicit: 1 }, missing: 2, numbers: 3, non_finite: 1, leading_zeros: 1, dates: 1,
    });
    expect(countLines(column, 10).map(({ term, value }) => [term, value])).toEqual([
      ['Values', '4 (40%)'],
      ['Null', '4 (50%)'],
      ['Null: empty', '1 (12.5%)'],
      ['Null: white space', '2 (25%)'],
      ['Null: explicit', '1 (12.5%)'],
      ['Key missing', '2 (20%)'],
      ['Different values', '2'],
      ['Numbers', '3 (75%)'],
      ['NaN or infinite', '1 (25%)'],
      ['Leading zeros', '1 (25%)'],
      ['Dates', '1 (25%)'],
    ]);
  });
});

describe('lines of numbers', () => {
  it('has every statistic, one that does not exist as a dash', () => {
    expect(statisticLines(STATISTICS).map(({ value }) => value)).toEqual(['0.1', '2', '3', '4', '1e+21', '92.25000000000001', '–']);
  });

  it('says how the fences come about', () => {
    const lines = fenceLines({ lower_fence: -1, upper_fence: null, below: 0, above: 1 }, STATISTICS);
    expect(lines.map(({ value }) => value)).toEqual(['-1', '–', '0 values', '1 value']);
    expect(lines[0]?.title).toBe('Q1 − 1.5 · IQR = 2 − 1.5 · 2');
    const [line] = fenceLines({ lower_fence: -1, upper_fence: 9, below: 0, above: 0 }, { ...STATISTICS, q1: 1234567, q3: 1234569 });
    expect(line?.title).toBe('Q1 − 1.5 · IQR = 1,234,567 − 1.5 · 2');
  });

  it('says lengths', () => {
    const lengths = (min: number, max: number, mean: number) => lengthLines({ min, max, mean }).map(({ value }) => value);
    expect(lengths(1, 12, 3.5)).toEqual(['1 character', '12 characters', '3.5 characters']);
    expect(lengths(2, 1234, 12.333333333333334)).toEqual(['2 characters', '1,234 characters', '12.3333 characters']);
    expect(lengths(1, 1, 1)).toEqual(['1 character', '1 character', '1 character']);
  });
});

describe('sayUntested', () => {
  it.each([
    [aNumberColumn(), null],
    [aColumn(), null],
    [aNumberColumn({ outliers: null, numbers: 3 }), /at least four finite numbers/],
    [aNumberColumn({ outliers: null, numbers: 9, non_finite: 6 }), /at least four finite numbers/],
    [aNumberColumn({ outliers: null }), /the quartiles are equal/],
  ])('says why', (column, words) => {
    if (words === null) expect(sayUntested(column)).toBeNull();
    else expect(sayUntested(column)).toMatch(words);
  });
});
