import { expect, it } from 'vitest';
import { describeFilters, isFiltered, NO_FILTERS, startOfDay, toFilters } from './filters';

it('takes days as whole days', () => {
  const values = { ...NO_FILTERS, uploaded_after: '2026-01-31', uploaded_before: '2026-01-31' };
  expect(toFilters(values, 'utc', 50)).toMatchObject({
    uploadedAfter: '2026-01-30T23:59:59.999Z',
    uploadedBefore: '2026-02-01T00:00:00.000Z',
  });
});

it('takes days where the reader is', () => {
  expect(startOfDay('2026-03-29', 'local')).toBe(new Date(2026, 2, 29).toISOString());
  expect(startOfDay('2026-03-29', 'local', 1)).toBe(new Date(2026, 2, 30).toISOString());
});

it('leaves nonsense out', () => {
  const values = { ...NO_FILTERS, status: 'odd', uploaded_after: 'yesterday', uploaded_before: '2026-99-99' };
  expect(toFilters(values, 'utc', 25)).toEqual({
    status: null,
    nameContains: '',
    uploadedAfter: null,
    uploadedBefore: null,
    cursor: null,
    limit: 25,
  });
});

it('knows whether anything is filtered; a page is no filter', () => {
  expect(isFiltered({ ...NO_FILTERS, cursor: 'c' })).toBe(false);
  expect(isFiltered({ ...NO_FILTERS, name_contains: ' ' })).toBe(true);
});

it('says what is looked for as the page says it, and nothing of nonsense', () => {
  const describe = (changes: Partial<typeof NO_FILTERS>) => {
    const values = { ...NO_FILTERS, ...changes };
    return describeFilters(values, toFilters(values, 'utc', 50));
  };
  expect(describe({ status: 'failed', name_contains: 'x', uploaded_after: '2026-01-05', uploaded_before: '2026-01-06', cursor: 'c' })).toEqual([
    'name contains “x”',
    'state is Failed',
    'uploaded from 2026-01-05',
    'uploaded until 2026-01-06',
    'older than the page before',
  ]);
  expect(describe({ status: 'foo', uploaded_after: 'yesterday', uploaded_before: '2026-99-99' })).toEqual([]);
});
