import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { createQueryClient } from './queryClient';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lookedAtAgain = () => void window.dispatchEvent(new Event('visibilitychange'));

/** How often something is asked for that fails so, in a minute in which the tab is looked at again. */
async function countAsked(error: Error): Promise<number> {
  const client = createQueryClient();
  client.mount();
  const ask = vi.fn(() => Promise.reject(error));
  const stop = new QueryObserver(client, { queryKey: ['thing'], queryFn: ask }).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(30_000);
  lookedAtAgain();
  await vi.advanceTimersByTimeAsync(30_000);
  stop();
  client.unmount();
  return ask.mock.calls.length;
}

it('asks again by itself for what did not answer', async () => {
  expect(await countAsked(new ApiError('Away.', 503))).toBeGreaterThan(10);
});

it('asks for what was refused when the tab is looked at again', async () => {
  expect(await countAsked(new ApiError('Gone.', 404))).toBe(2);
});

it('never asks again by itself for what it cannot read', async () => {
  expect(await countAsked(new TypeError('No such shape.'))).toBe(1);
});

it('keeps lists for half an hour, so that Back finds its place', async () => {
  const client = createQueryClient();
  client.setQueryData([queryKeys.datasets, 'page', {}], 'list');
  client.setQueryData([queryKeys.reports, 'x'], 'report');
  await vi.advanceTimersByTimeAsync(29 * 60_000);
  expect(client.getQueryData([queryKeys.datasets, 'page', {}])).toBe('list');
  expect(client.getQueryData([queryKeys.reports, 'x'])).toBeUndefined();
  await vi.advanceTimersByTimeAsync(2 * 60_000);
  expect(client.getQueryData([queryKeys.datasets, 'page', {}])).toBeUndefined();
});
