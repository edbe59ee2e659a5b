import { act, renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { useNow } from './useNow';

afterEach(() => {
  vi.useRealTimers();
});

it('goes on with the time', () => {
  vi.useFakeTimers({ now: 1000 });
  const { result } = renderHook(() => useNow(500));
  expect(result.current).toBe(1000);
  act(() => void vi.advanceTimersByTime(500));
  expect(result.current).toBe(1500);
});
