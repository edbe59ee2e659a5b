import { screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { aJob } from '@/testing/builders';
import { renderAt } from '@/testing/render';
import { JobTable } from './JobTable';
import type { Job } from './queries';

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** What stands under Waited and Ran. */
function durationsOf(job: Job): (string | null)[] {
  renderAt(<JobTable jobs={[job]} />);
  return within(screen.getByRole('table')).getAllByRole('cell').slice(-2).map(({ textContent }) => textContent);
}

it('tells how long a queued job has waited so far', () => {
  const job = aJob({ state: 'queued', queued_at: ago(125), started_at: null, finished_at: null });
  expect(durationsOf(job)).toEqual([expect.stringMatching(/^2 min \d s$/), '–']);
});

it.each(['started', 'retrying'] as const)('tells how long a job that is %s has run so far', (state) => {
  const job = aJob({ state, queued_at: ago(190), started_at: ago(125), finished_at: null });
  expect(durationsOf(job)).toEqual(['1 min 5 s', expect.stringMatching(/^2 min \d s$/)]);
});

it('tells how long a job waited that failed before it started', () => {
  const job = aJob({ state: 'failure', started_at: null, error_code: 'enqueue_failed' });
  expect(durationsOf(job)).toEqual(['13 s', '–']);
});

it('counts on for live jobs alone', async () => {
  const counting = vi.spyOn(globalThis, 'setInterval');
  const ticks = () => counting.mock.calls.filter(([, pause]) => pause === 1000).length;
  renderAt(<JobTable jobs={[aJob(), aJob({ id: 'failed', state: 'failure', error_code: 'no_header' })]} />);
  expect(ticks()).toBe(0);
  renderAt(<JobTable jobs={[aJob({ state: 'started', started_at: ago(125), finished_at: null })]} />);
  expect(ticks()).toBe(1);
  expect(await screen.findByText(/^2 min [67] s$/)).toBeInTheDocument();
});
