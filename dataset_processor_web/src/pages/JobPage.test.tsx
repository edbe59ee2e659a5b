import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { Schemas } from '@/api/client';
import { aDataset, aJob, DATASET_ID, JOB_ID } from '@/testing/builders';
import { address, renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import JobPage from './JobPage';

function open(changes: Partial<Schemas['JobPublic']>) {
  server.use(on.get('/jobs/:id', () => HttpResponse.json(aJob(changes))));
  return renderAt(<JobPage />, { at: `/jobs/${JOB_ID}`, path: '/jobs/:id' });
}

it('tells what took how long, and leads to the dataset', async () => {
  open({});
  expect(await screen.findByText('Waited 1 s')).toBeInTheDocument();
  expect(screen.getByText('Ran 12 s')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Sales of March' })).toHaveAttribute('href', `/datasets/${DATASET_ID}`);
  expect(screen.getByRole('heading', { level: 1, name: 'Job of Sales of March' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'This job as JSON' })).toHaveAttribute('href', expect.stringContaining(`/api/jobs/${JOB_ID}`));
  expect(screen.queryByRole('progressbar')).toBeNull();
});

it('shows a live job at work', async () => {
  server.use(on.get('/datasets/:id', () => HttpResponse.json(aDataset())));
  open({ state: 'started', progress: 30, finished_at: null, attempt: 2, started_at: new Date().toISOString() });
  expect(await screen.findByText('Computing statistics (attempt 2)')).toBeInTheDocument();
  expect(screen.getByRole('progressbar', { name: 'Processing' })).toHaveAttribute('aria-valuenow', '30');
  expect(screen.getByText('Not yet')).toBeInTheDocument();
});

it('shows the failure with code, row and byte', async () => {
  open({ state: 'failure', error: 'Row 2: no object.', error_code: 'not_an_object', error_row: 1, error_byte_offset: 0 });
  const alert = await screen.findByRole('alert');
  expect(within(alert).getByText('data row 2, byte 0')).toBeInTheDocument();
  expect(screen.getByText('not_an_object')).toBeInTheDocument();
});

it.each(['retrying', 'started'] as const)('does not call a job failed that is %s after a failed attempt', async (state) => {
  const error = 'The object storage could not be reached or broke off.';
  server.use(on.get('/datasets/:id', () => HttpResponse.json(aDataset())));
  open({ state, progress: 12, attempt: 2, finished_at: null, error, error_code: 'storage_unavailable' });
  expect(await screen.findByText('Last attempt:')).toHaveTextContent(`Last attempt: ${error}`);
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.queryByText('storage_unavailable')).toBeNull();
});

it('names the dataset by its id', async () => {
  open({});
  expect(await screen.findByRole('button', { name: 'Copy dataset id' })).toBeInTheDocument();
  expect(screen.getByText(DATASET_ID)).toBeInTheDocument();
});

it('has the dataset of a failed job processed again, and goes to the new job', async () => {
  open({ state: 'failure', error: 'Away.', error_code: 'storage_unavailable' });
  server.use(
    on.post('/datasets/:id/process', ({ params }) =>
      HttpResponse.json({ job_id: 'other', dataset_id: String(params.id), state: 'queued', progress: 0 }, { status: 202 }),
    ),
  );
  await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
  await waitFor(() => expect(address()).toBe('/jobs/other'));
});

it('tells a job that never started', async () => {
  open({ state: 'failure', started_at: null, attempt: 0, rows_done: null, error: 'Failed to enqueue task.', error_code: 'enqueue_failed' });
  expect(await screen.findByText('Never')).toBeInTheDocument();
  expect(screen.getByText('The job could not be queued')).toBeInTheDocument();
});

it('says that there is no such job, and does not go on asking for it', async () => {
  let asked = 0;
  server.use(
    on.get('/jobs/:id', () => {
      asked += 1;
      return HttpResponse.json({ detail: 'Job not found.' }, { status: 404 });
    }),
  );
  renderAt(<JobPage />, { at: `/jobs/${JOB_ID}`, path: '/jobs/:id' });
  expect(await screen.findByRole('heading', { name: 'No such job' })).toBeInTheDocument();
  await new Promise((resolve) => setTimeout(resolve, 1300));
  expect(asked).toBe(1);
});
