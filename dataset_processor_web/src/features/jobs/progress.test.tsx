import { renderHook, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { changePreferences } from '@/lib/preferences';
import { aJob } from '@/testing/builders';
import { renderAt } from '@/testing/render';
import { explainFailure } from './failures';
import { JobProgress } from './JobProgress';
import { describeStage } from './stage';
import { observe, useJobRate } from './useJobRate';

const running = aJob({ state: 'started', progress: 10, finished_at: null, rows_done: 1000, bytes_done: 10_000 });
const EMPTY = { attempt: 0, at: 0, bytes: [], rows: [] };

it.each([
  ['queued', 0, 0, 'Waiting for a worker'],
  ['queued', 0, 1, 'Waiting for a worker to take over'],
  ['retrying', 40, 1, 'Interrupted; will be tried again shortly'],
  ['started', 5, 1, 'Reading the file'],
  ['started', 25, 1, 'Computing statistics'],
  ['started', 60, 1, 'Searching for anomalies'],
  ['started', 85, 1, 'Storing the report'],
  ['success', 100, 1, 'Finished'],
  ['failure', 60, 1, 'Failed'],
] as const)('%s at %s after %s attempts: %s', (state, progress, attempt, words) => {
  expect(describeStage({ state, progress, attempt })).toBe(words);
});

it('forgets what an earlier attempt read', () => {
  const first = observe(EMPTY, running, 1000);
  const second = observe(first, { ...running, bytes_done: 20_000 }, 2000);
  expect(second.bytes).toHaveLength(2);
  expect(observe(second, { ...running, attempt: 2, bytes_done: 500 }, 3000).bytes).toEqual([{ at: 3000, done: 500 }]);
});

it('keeps what it saw while the job says nothing new of the file', () => {
  const first = observe(EMPTY, running, 1000);
  expect(observe(first, { ...running, bytes_done: null, rows_done: null }, 2000).bytes).toEqual(first.bytes);
});

it('tells how much is read', () => {
  renderAt(<JobProgress job={running} answeredAt={1000} sizeBytes={50_000} />);
  expect(screen.getByText('1,000 rows read · 10 KB of 50 KB')).toBeInTheDocument();
  expect(screen.getByRole('status')).toHaveTextContent('Reading the file');
});

it('says that updates are paused while the job goes on', () => {
  changePreferences({ live: false });
  renderAt(<JobProgress job={running} answeredAt={1000} sizeBytes={null} />);
  expect(screen.getByRole('button', { name: 'Updates are paused: resume' })).toBeInTheDocument();
});

it('tells rate and time left from successive answers', () => {
  const { result, rerender } = renderHook(({ job, at }) => useJobRate(job, at, 50_000), {
    initialProps: { job: running, at: 1000 },
  });
  expect(result.current.bytes).toBeNull();
  rerender({ job: { ...running, bytes_done: 30_000, rows_done: 3000 }, at: 2000 });
  expect(result.current).toEqual({
    bytes: { perSecond: 20_000, secondsLeft: 1 },
    rows: { perSecond: 2000, secondsLeft: null },
  });
});

it('has words for every failure, known or not', () => {
  expect(explainFailure('no_header')).toMatchObject({ content: true });
  expect(explainFailure('worker_lost')).toMatchObject({ content: false });
  expect(explainFailure('brand_new_code').title).toBe('Processing failed');
  expect(explainFailure(null).title).toBe('Processing failed');
});
