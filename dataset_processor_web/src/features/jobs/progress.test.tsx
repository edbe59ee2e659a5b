import { fireEvent, renderHook, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { changePreferences } from '@/lib/preferences';
import { aJob } from '@/testing/builders';
import { renderAt } from '@/testing/render';
import { explainFailure } from './failures';
import { JobProgress } from './JobProgress';
import { describeStage } from './stage';
import { observe, useJobRate } from './useJobRate';

const running = aJob({ state: 'started', progress: 10, finished_at: null, rows_done: 1000, bytes_done: 10_000 });
const EMPTY = { attempt: 0, at: 0, bytes: [], rows: [], expected: null };
const SIZE = 50_000;

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
  const first = observe(EMPTY, running, 1000, SIZE);
  const second = observe(first, { ...running, bytes_done: 20_000 }, 2000, SIZE);
  expect(second.bytes).toHaveLength(2);
  expect(second.expected).toEqual({ at: 2000, secondsLeft: 3 });
  const other = observe(second, { ...running, attempt: 2, bytes_done: 500 }, 3000, SIZE);
  expect(other).toMatchObject({ bytes: [{ at: 3000, done: 500 }], expected: null });
});

it('keeps what it saw while the job says nothing new of the file', () => {
  const first = observe(EMPTY, running, 1000, SIZE);
  expect(observe(first, { ...running, bytes_done: null, rows_done: null }, 2000, SIZE).bytes).toEqual(first.bytes);
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
    late: false,
  });
});

it('says that it is slower once it takes more than twice the time first expected', () => {
  const { result, rerender } = renderHook(({ bytes, at }) => useJobRate({ ...running, bytes_done: bytes }, at, SIZE), {
    initialProps: { bytes: 0, at: 1000 },
  });
  rerender({ bytes: 5000, at: 2000 });
  expect(result.current.bytes).toMatchObject({ secondsLeft: 9 });
  rerender({ bytes: 6000, at: 20_000 });
  expect(result.current.late).toBe(false);
  rerender({ bytes: 6000, at: 20_100 });
  expect(result.current.late).toBe(true);
});

it('does not call a few seconds slow', () => {
  const { result, rerender } = renderHook(({ bytes, at }) => useJobRate({ ...running, bytes_done: bytes }, at, SIZE), {
    initialProps: { bytes: 0, at: 1000 },
  });
  rerender({ bytes: 25_000, at: 2000 });
  rerender({ bytes: 30_000, at: 11_000 });
  expect(result.current.late).toBe(false);
});

function Answers({ answers }: { answers: { job: Partial<typeof running>; at: number }[] }) {
  const [step, setStep] = useState(0);
  const { job, at } = answers[step] ?? { job: {}, at: 0 };
  return (
    <>
      <button onClick={() => setStep(step + 1)}>next</button>
      <JobProgress job={{ ...running, ...job }} answeredAt={at} sizeBytes={SIZE} />
    </>
  );
}

it('names slowness beside the rate while the file is read, and not later', () => {
  const answers = [
    { job: { bytes_done: 0 }, at: 1000 },
    { job: { bytes_done: 5000 }, at: 2000 },
    { job: { bytes_done: 6000 }, at: 30_000 },
    { job: { bytes_done: 50_000, progress: 25 }, at: 31_000 },
  ];
  renderAt(<Answers answers={answers} />);
  const shown = answers.map(() => {
    const slow = screen.queryByText(/slower than expected/) !== null;
    fireEvent.click(screen.getByRole('button', { name: 'next' }));
    return slow;
  });
  expect(shown).toEqual([false, false, true, false]);
});

it('tells in one line why the last attempt ended', () => {
  const error = 'The object storage could not be reached or broke off.';
  const view = renderAt(<JobProgress job={{ ...running, state: 'retrying', error }} answeredAt={1000} sizeBytes={null} />);
  expect(screen.getByText('Last attempt:')).toHaveTextContent(`Last attempt: ${error}`);
  expect(screen.getByText(error).tagName).toBe('BDI');
  view.unmount();
  renderAt(<JobProgress job={running} answeredAt={1000} sizeBytes={null} />);
  expect(screen.queryByText('Last attempt:')).toBeNull();
});

it('has words for every failure, known or not', () => {
  expect(explainFailure('no_header')).toMatchObject({ content: true });
  expect(explainFailure('worker_lost')).toMatchObject({ content: false });
  expect(explainFailure('brand_new_code').title).toBe('Processing failed');
  expect(explainFailure(null).title).toBe('Processing failed');
});
