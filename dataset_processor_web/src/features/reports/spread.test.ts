import { describe, expect, it } from 'vitest';
import { isDrawn, spreadOf } from './spread';
import { aColumn, aNumberColumn } from './testing/builders';

const SAME = { min: 5, q1: 5, median: 5, q3: 5, max: 5, mean: 5, std_dev: 0, ddof: 1 as const };

describe('spreadOf', () => {
  it('takes fences and examples where there are', () => {
    const box = spreadOf(aNumberColumn(), { count: 1, examples: [{ row_index: 4, value: 900 }] });
    expect(box).toMatchObject({ min: 1.5, max: 900, lowerFence: -1, upperFence: 7, below: 0, above: 1, outliers: [900] });
  });

  it('does without fences, and is nothing without numbers', () => {
    expect(spreadOf(aNumberColumn({ outliers: null }), undefined)).toMatchObject({ lowerFence: null, below: 0, outliers: [] });
    expect(spreadOf(aColumn(), undefined)).toBeNull();
  });
});

describe('isDrawn', () => {
  it.each([
    [aNumberColumn(), true],
    [aNumberColumn({ type: 'mixed' }), true],
    [aNumberColumn({ type: 'code' }), false],
    [aNumberColumn({ statistics: SAME }), false],
    [aNumberColumn({ histogram: null }), false],
    [aColumn(), false],
  ])('asks for numbers that differ and whose size means something', (column, drawn) => {
    expect(isDrawn(column)).toBe(drawn);
  });
});
