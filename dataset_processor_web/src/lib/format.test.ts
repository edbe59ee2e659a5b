import { describe, expect, it, vi } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatExact,
  formatNumber,
  formatPercent,
  formatRelative,
  secondsBetween,
} from './format';
import { changePreferences } from './preferences';

/** Moves the reader so many minutes ahead of UTC; the zone of a test's process cannot be changed while it runs. */
function readAhead(minutes: number): void {
  vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(-minutes);
}

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [1234567, '1,234,567'],
    [-3, '-3'],
    [0.1 + 0.2, '0.3'],
    [1234.56789, '1,234.57'],
    [99999.96, '100,000'],
    [123456.78, '123,456.8'],
    [1234567.5, '1,234,567.5'],
    [12345678.25, '12,345,678.3'],
    [-12345678.25, '-12,345,678.3'],
    [123456789012345.5, '123,456,789,012,345.5'],
    [0.00001234, '1.234E-5'],
    [1.5e20, '1.5E20'],
    [9007199254740992, '9.0072E15'],
  ])('shows %s as %s', (value, shown) => {
    expect(formatNumber(value)).toBe(shown);
  });

  // From 0.001 to 1e15 in small steps of a ratio that gives many digits.
  const VALUES = Array.from({ length: 4000 }, (_, index) => 0.001 * 1.0104 ** index).filter((value) => value < 1e15);
  const read = (value: number) => Number(formatNumber(value, 'none'));

  it('is never off by more than 0.5', () => {
    expect(VALUES.at(-1)).toBeGreaterThan(9e14);
    for (const value of VALUES.flatMap((each) => [each, -each])) expect(Math.abs(read(value) - value)).toBeLessThanOrEqual(0.5);
  });

  it('never shows the greater number as less', () => {
    const near = VALUES.flatMap((value) => [Math.floor(value), value, value * (1 + 1e-9), Math.ceil(value)]).sort((a, b) => a - b);
    near.reduce((last, value) => {
      expect(read(value)).toBeGreaterThanOrEqual(last);
      return read(value);
    }, 0);
  });
});

it.each([
  ['comma', '-1,234,567', '1,234.57'],
  ['space', '-1\u202f234\u202f567', '1\u202f234.57'],
  ['none', '-1234567', '1234.57'],
] as const)('groups thousands as preferred: %s', (grouping, integer, fraction) => {
  changePreferences({ grouping });
  expect(formatNumber(-1234567)).toBe(integer);
  expect(formatNumber(1234.56789)).toBe(fraction);
  expect(formatNumber(0.00001234)).toBe('1.234E-5');
});

describe('formatPercent', () => {
  it.each([
    [0, 10, '0%'],
    [1, 1_000_000, '<0.1%'],
    [999_999, 1_000_000, '>99.9%'],
    [1, 3, '33.3%'],
    [10, 10, '100%'],
    [0, 0, '0%'],
  ])('shows %s of %s as %s', (part, all, shown) => {
    expect(formatPercent(part, all)).toBe(shown);
  });

  it('never shows 0% for something that is there, nor 100% while something is missing', () => {
    for (let power = 0; power <= 12; power += 1) {
      const all = 10 ** power + 1;
      expect(formatPercent(1, all)).not.toBe('0%');
      expect(formatPercent(all - 1, all)).not.toBe('100%');
    }
  });
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 KB'],
  [1536, '1.5 KB'],
  [999_999, '1 MB'],
  [21_474_836_480, '21.5 GB'],
])('formatBytes(%s) is %s', (bytes, shown) => {
  expect(formatBytes(bytes)).toBe(shown);
});

it.each([
  [0, '0 s'],
  [0.42, '0.4 s'],
  [42.4, '42 s'],
  [59.7, '1 min'],
  [185, '3 min 5 s'],
  [7620, '2 h 7 min'],
  [273_600, '3 d 4 h'],
])('formatDuration(%s) is %s', (seconds, shown) => {
  expect(formatDuration(seconds)).toBe(shown);
});

it('tells how long ago something was', () => {
  const now = new Date('2026-03-04T12:00:00Z');
  const before = (seconds: number) => formatRelative(new Date(now.getTime() - seconds * 1000), now);
  expect(before(3)).toBe('just now');
  expect(before(45)).toBe('45 seconds ago');
  expect(before(180)).toBe('3 minutes ago');
  expect(before(7200)).toBe('2 hours ago');
  expect(before(86_400)).toBe('yesterday');
  expect(before(70 * 86_400)).toBe('2 months ago');
  expect(before(800 * 86_400)).toBe('2 years ago');
});

it.each([
  [0, '05:06:07', 'GMT+0'],
  [60, '06:06:07', 'GMT+1'],
  [-300, '00:06:07', 'GMT-5'],
  [330, '10:36:07', 'GMT+5:30'],
  [-210, '01:36:07', 'GMT-3:30'],
])('writes a moment exactly, with its zone, %s minutes ahead', (minutes, time, name) => {
  readAhead(minutes);
  const moment = new Date('2026-03-04T05:06:07Z');
  expect(formatExact(moment, 'local')).toBe(`2026-03-04 ${time} ${name}`);
  expect(formatExact(moment, 'local', 'utc')).toBe(`2026-03-04 ${time}`);
  expect(formatExact(moment, 'utc')).toBe('2026-03-04 05:06:07 UTC');
  expect(formatExact(moment, 'utc', 'utc')).toBe('2026-03-04 05:06:07 UTC');
});

it('counts one and many', () => {
  expect(formatCount(1, 'row')).toBe('1 row');
  expect(formatCount(2000, 'row')).toBe('2,000 rows');
  expect(formatCount(1.00000001, 'row')).toBe('1 row');
  expect(formatCount(1.5, 'row')).toBe('1.5 rows');
  expect(formatCount(2, 'copy', 'copies')).toBe('2 copies');
});

it('measures between two times of the API', () => {
  expect(secondsBetween('2026-01-01T00:00:00Z', '2026-01-01T00:00:02.5Z')).toBe(2.5);
  expect(secondsBetween('2026-01-01T00:00:00Z', null)).toBeNull();
  expect(secondsBetween('2026-01-01T00:00:02Z', '2026-01-01T00:00:00Z')).toBe(0);
});
