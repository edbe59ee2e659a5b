import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { aJob } from '@/testing/builders';
import { renderAt } from '@/testing/render';
import { JobTimeline } from './JobTimeline';

it('goes on counting from the first start while a job is to be tried again', () => {
  const started_at = new Date(Date.now() - 125_000).toISOString();
  const queued_at = new Date(Date.parse(started_at) - 3000).toISOString();
  renderAt(<JobTimeline job={aJob({ state: 'retrying', attempt: 2, queued_at, started_at, finished_at: null })} />);
  expect(screen.getByText('Waited 3 s')).toBeInTheDocument();
  expect(screen.getByText(/· 2 attempts/)).toBeInTheDocument();
  expect(screen.getByText(/^2 min \d s so far$/)).toBeInTheDocument();
  expect(screen.getByText('Not yet')).toBeInTheDocument();
});
