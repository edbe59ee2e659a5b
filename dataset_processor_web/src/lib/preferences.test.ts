import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { changePreferences, DEFAULT_PREFERENCES, parsePreferences, readPreferences, usePreferences } from './preferences';

it.each([null, '', 'no json', '[]', 'null', '"x"', '{"times":"never","pageSize":7,"grouping":"dots","live":"maybe"}'])(
  'falls back to the defaults for %s',
  (text) => {
    expect(parsePreferences(text)).toEqual(DEFAULT_PREFERENCES);
  },
);

it('keeps what was chosen and tells whoever shows it', () => {
  const { result } = renderHook(() => usePreferences());
  expect(result.current).toEqual(DEFAULT_PREFERENCES);
  act(() => changePreferences({ zone: 'utc', pageSize: 100 }));
  expect(result.current).toMatchObject({ zone: 'utc', pageSize: 100, live: true });
  expect(readPreferences()).toEqual(result.current);
});
