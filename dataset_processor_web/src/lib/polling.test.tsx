import { renderHook } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ApiError } from '@/api/client';
import { changePreferences } from './preferences';
import { pauseAfterFailure, usePolling, useWhenSettled } from './polling';

const asked = (data: string | undefined, error: Error | null = null) => ({ state: { data, error } });

it('asks every second while something is live, slowly in a hidden tab, and never otherwise', () => {
  const { result } = renderHook(() => usePolling<string>((data) => data === 'live'));
  const { refetchInterval } = result.current;
  expect(refetchInterval(asked('live'))).toBe(1000);
  expect(refetchInterval(asked('over'))).toBe(false);
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  expect(refetchInterval(asked('live'))).toBe(15_000);
});

it('asks for nothing when live updates are off, not even when the tab is looked at again', () => {
  changePreferences({ live: false });
  const { result } = renderHook(() => usePolling<string>(() => true));
  expect(result.current.refetchInterval(asked('live'))).toBe(false);
  expect(result.current.refetchOnWindowFocus(asked('live'))).toBe(false);
});

it('asks for nothing while what it shows is to stand still, not even after a failure', () => {
  const { result } = renderHook(() => usePolling<string>(() => true, (data) => data === 'still'));
  expect(result.current.refetchInterval(asked('still'))).toBe(false);
  expect(result.current.refetchInterval(asked('still', new ApiError('Away.', 502)))).toBe(false);
  expect(result.current.refetchOnWindowFocus(asked('still'))).toBe(false);
  expect(result.current.refetchInterval(asked('live'))).toBe(1000);
  expect(result.current.refetchOnWindowFocus(asked('live'))).toBe(true);
});

it('asks again what did not answer, but not what was refused', () => {
  const { result } = renderHook(() => usePolling<string>(() => false));
  for (const ask of [pauseAfterFailure, result.current.refetchInterval]) {
    expect(ask(asked(undefined, new ApiError('Away.', 502)))).toBe(5000);
    expect(ask(asked('old', new ApiError('No answer.', null)))).toBe(5000);
    expect(ask(asked(undefined, new ApiError('Gone.', 404)))).toBe(false);
    expect(ask(asked(undefined, new TypeError('A bug.')))).toBe(false);
    changePreferences({ live: false });
    expect(ask(asked(undefined, new ApiError('Away.', 502)))).toBe(false);
    changePreferences({ live: true });
  }
});

it('asks no more for what was live when it is refused or cannot be read', () => {
  const { result } = renderHook(() => usePolling<string>(() => true));
  for (const error of [new ApiError('Gone.', 404), new TypeError('A bug.')]) {
    expect(result.current.refetchInterval(asked('live', error))).toBe(false);
  }
  expect(result.current.refetchInterval(asked('live', new ApiError('Away.', 502)))).toBe(1000);
});

it('calls back once when what was live has ended', () => {
  const ended = vi.fn();
  const { rerender } = renderHook(({ live }) => useWhenSettled(live, ended), { initialProps: { live: false } });
  expect(ended).not.toHaveBeenCalled();
  rerender({ live: true });
  rerender({ live: false });
  rerender({ live: false });
  expect(ended).toHaveBeenCalledTimes(1);
});
