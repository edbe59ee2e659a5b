import { describe, expect, it } from 'vitest';
import { aColumn } from './testing/builders';
import { listShares, needsQuotes, writeValue } from './topValues';

describe('writeValue', () => {
  it.each([
    [{ value: 'Oslo', count: 1 }, false, 'Oslo'],
    [{ value: 1.5, count: 1 }, false, '1.5'],
    [{ value: true, count: 1 }, false, 'true'],
    [{ value: '1', count: 1 }, true, '"1"'],
    [{ value: 1, count: 1 }, true, '1'],
    [{ value: 'xxx', count: 1, cut: true as const }, false, 'xxx…'],
    [{ value: 'xxx', count: 1, cut: true as const }, true, '"xxx…"'],
    [{ value: '12345678901234567890', count: 1 }, false, '12345678901234567890'],
  ])('writes %j', (top, quoted, text) => {
    expect(writeValue(top, quoted)).toBe(text);
  });
});

describe('needsQuotes', () => {
  it.each([
    ['mixed', ['1', 1], true],
    ['mixed', ['1', 'x'], false],
    ['number', [1], false],
  ] as const)('of %s values %j is %s', (type, values, quoted) => {
    expect(needsQuotes(aColumn({ type, top_values: values.map((value) => ({ value, count: 1 })) }))).toBe(quoted);
  });
});

describe('listShares', () => {
  const values = (...counts: number[]) => counts.map((count, index) => ({ value: `v${index}`, count }));
  const texts = (column: Parameters<typeof listShares>[0], most: number) => listShares(column, most).map(({ text, count }) => [text, count]);

  it('puts what is not among the first together', () => {
    expect(texts(aColumn({ non_null: 20, top_values: values(5, 4, 3, 2, 1) }), 2)).toEqual([['v0', 5], ['v1', 4], ['all others', 11]]);
  });

  it('shows a single other value itself', () => {
    expect(texts(aColumn({ non_null: 12, top_values: values(5, 4, 3) }), 2)).toEqual([['v0', 5], ['v1', 4], ['v2', 3]]);
  });

  it('keeps the counts', () => {
    for (const most of [1, 2, 3, 10]) {
      const all = listShares(aColumn({ non_null: 33, top_values: values(9, 8, 7, 6) }), most);
      expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(33);
    }
  });

  it('tells a text from a number of the same look', () => {
    const keys = listShares(aColumn({ top_values: [{ value: '1', count: 5 }, { value: 1, count: 5 }] }), 3).map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });
});
