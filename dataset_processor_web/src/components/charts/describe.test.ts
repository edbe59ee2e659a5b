import { describe, expect, it } from 'vitest';
import { describeBox, describeHistogram, describeRange } from './describe.ts';
import type { FiveNumbers } from './scale.ts';

const BINS = { edges: [1.5, 2.5, 3.5, 4.5], counts: [2, 3000, 0], below: 0, above: 1 };
const BOX: FiveNumbers = {
  min: 0, q1: 4, median: 5, q3: 6, max: 10, lowerFence: 1, upperFence: 9, below: 0, above: 0, outliers: [],
};

describe('describeRange', () => {
  it.each([
    ['bin', 1, 2, '1 to 2'],
    ['bin', 5, 5, '5'],
    ['below', null, 2, 'below 2'],
    ['above', 1000, null, 'above 1,000'],
  ] as const)('says a %s from %s to %s', (kind, from, to, words) => {
    expect(describeRange({ kind, from, to })).toBe(words);
  });
});

describe('describeHistogram', () => {
  it.each([
    [BINS, 'Histogram of price: 3 bins from 1.5 to 4.5; most values, 3,000, are in 2.5 to 3.5; outside: 1 value above.'],
    [{ edges: [5, 5], counts: [3], below: 0, above: 0 }, 'Histogram of price: all 3 values are 5.'],
    [{ edges: [5, 5], counts: [1], below: 0, above: 0 }, 'Histogram of price: the only value is 5.'],
    [{ edges: [3, 4, 5], counts: [1, 1], below: 0, above: 0 }, 'Histogram of price: 2 bins from 3 to 5; no bin has more than 1 value.'],
    [
      { edges: [0, 1], counts: [7], below: 2, above: 4 },
      'Histogram of price: 1 bin from 0 to 1; most values, 7, are in 0 to 1; outside: 2 values below, 4 values above.',
    ],
  ])('says what is seen', (bins, sentence) => {
    expect(describeHistogram(bins, 'price')).toBe(sentence);
  });
});

describe('describeBox', () => {
  it('names the five numbers', () => {
    expect(describeBox(BOX, 'age')).toBe('Box plot of age: minimum 0, quartiles 4, 5 and 6, maximum 10.');
  });

  it('says how many lie outside, and outside what', () => {
    expect(describeBox({ ...BOX, below: 1200, above: 1 }, 'age')).toContain('Outliers: 1,200 below 1, 1 above 9.');
  });

  it('does without fences', () => {
    expect(describeBox({ ...BOX, lowerFence: null, upperFence: null }, 'age')).not.toContain('Outliers');
  });
});
