import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { aDataset, aJob, DATASET_ID, JOB_ID } from '@/testing/builders';
import { address, renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import DatasetPage from './DatasetPage';

vi.mock('@/features/reports/ReportView', () => ({
  ReportView: ({ datasetId }: { datasetId: string }) => <p>report of {datasetId}</p>,
}));

const open = () => renderAt(<DatasetPage />, { at: `/datasets/${DATASET_ID}`, path: '/datasets/:id' });
const dataset = (changes: Partial<Schemas['DatasetPublic']>) =>
  on.get('/datasets/:id', () => HttpResponse.json(aDataset(changes)));
const job = (changes: Partial<Schemas['JobPublic']>) => on.get('/jobs/:id', () => HttpResponse.json(aJob(changes)));

it('shows the report of a dataset that is done', async () => {
  server.use(dataset({}), job({}));
  open();
  expect(await screen.findByText(`report of ${DATASET_ID}`)).toBeInTheDocument();
  expect(screen.getByRole('heading', { level: 1, name: 'Sales of March' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Original file' })).toHaveAttribute(
    'href',
    expect.stringContaining(`/datasets/${DATASET_ID}/source`),
  );
  expect(document.title).toContain('Sales of March');
});

it('follows a live job to the report', async () => {
  let step = 0;
  server.use(
    on.get('/jobs/:id', () => {
      step += 1;
      if (step > 1) server.use(dataset({}));
      return HttpResponse.json(
        step > 1 ? aJob() : aJob({ state: 'started', progress: 17, rows_done: 500, bytes_done: 20_000, finished_at: null }),
      );
    }),
    dataset({ status: 'processing', report_available: false, row_count: null }),
  );
  open();
  expect(await screen.findByRole('progressbar', { name: 'Processing' })).toHaveAttribute('aria-valuenow', '17');
  expect(screen.getByText(/500 rows read · 20 KB of 56.8 KB/)).toBeInTheDocument();
  expect(document.title).toMatch(/^17%/);
  expect(await screen.findByText(/report of/, undefined, { timeout: 4000 })).toBeInTheDocument();
});

it('says why processing failed, where, and what to do', async () => {
  const failure = { error: 'Row 7 has a byte that is not UTF-8.', error_code: 'invalid_utf8', error_row: 6, error_byte_offset: 1234 };
  server.use(dataset({ status: 'failed', report_available: false, ...failure }), job({ state: 'failure', ...failure }));
  open();
  const notice = await screen.findByRole('alert');
  expect(notice).toHaveTextContent('The file is not UTF-8 text');
  expect(notice).toHaveTextContent('Where: data row 7, byte 1,234');
  expect(within(notice).getByRole('link', { name: 'Upload a corrected file' })).toHaveAttribute('href', '/upload');
});

describe('a failed dataset that is processed again', () => {
  const AWAY = { error: 'Away.', error_code: 'storage_unavailable' };
  const FAILED = { status: 'failed', report_available: false, row_count: null, ...AWAY } as const;
  const QUEUED = { id: 'again', state: 'queued', progress: 0, attempt: 0, started_at: null, finished_at: null } as const;
  const badge = () => document.querySelector('.mantine-Badge-root')?.textContent;

  // A new job changes nothing of the dataset: a worker's claim does.
  beforeEach(() =>
    server.use(
      dataset(FAILED),
      job({ state: 'failure', ...AWAY }),
      on.post('/datasets/:id/process', () => {
        server.use(dataset({ ...FAILED, latest_job_id: 'again' }), job(QUEUED));
        return HttpResponse.json({ job_id: 'again', dataset_id: DATASET_ID, state: 'queued', progress: 0 }, { status: 202 });
      }),
    ),
  );

  it('is as its job says, and no longer failed', async () => {
    open();
    expect(await screen.findByText(/· failed/)).toBeInTheDocument();
    expect(badge()).toBe('Failed');
    await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
    expect(await screen.findAllByText('Waiting for a worker')).not.toHaveLength(0);
    expect(badge()).toBe('Queued');
    expect(screen.queryByText(/failed|processed/i)).toBeNull();
  });

  it('shows what went wrong this time, also when it never was at a worker', async () => {
    open();
    await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
    expect(await screen.findAllByText('Waiting for a worker')).not.toHaveLength(0);
    server.use(job({ ...QUEUED, state: 'failure', error: 'Failed to enqueue task.', error_code: 'enqueue_failed' }));
    expect(await screen.findByText('The job could not be queued')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Process again' })).toBeInTheDocument();
  });

  it('says when it failed this time, though it was never seen at a worker', async () => {
    open();
    await userEvent.click(await screen.findByRole('button', { name: 'Process again' }));
    expect(await screen.findAllByText('Waiting for a worker')).not.toHaveLength(0);
    const processed_at = new Date().toISOString();
    server.use(dataset({ ...FAILED, latest_job_id: 'again', processed_at }), job({ ...QUEUED, state: 'failure', ...AWAY }));
    expect(await screen.findByText('just now')).toHaveAttribute('datetime', processed_at);
  });
});

it('says that the report is missing, and offers to process the dataset again', async () => {
  server.use(
    dataset({ report_available: false }),
    job({}),
    on.post('/datasets/:id/process', () => {
      server.use(job({ state: 'queued', progress: 0, attempt: 0, finished_at: null }));
      return HttpResponse.json({ job_id: JOB_ID, dataset_id: DATASET_ID, state: 'queued', progress: 0 }, { status: 202 });
    }),
  );
  open();
  expect(await screen.findByRole('heading', { name: 'The report is missing' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Process again' }));
  expect(await screen.findAllByText('Waiting for a worker')).not.toHaveLength(0);
});

it('does not call a dataset unprocessed whose report and jobs are gone', async () => {
  server.use(dataset({ report_available: false, latest_job_id: null }));
  open();
  expect(await screen.findByRole('heading', { name: 'The report is missing' })).toBeInTheDocument();
});

it('offers to process what nobody has asked for', async () => {
  server.use(dataset({ status: 'uploaded', latest_job_id: null, report_available: false, row_count: null }));
  server.use(on.post('/datasets/:id/process', () => HttpResponse.json({ detail: 'Queue away.' }, { status: 503 })));
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Process it' }));
  expect(await screen.findByText('Queue away.')).toBeInTheDocument();
});

it('does not say that nobody has asked for the report when the job did not answer', async () => {
  server.use(
    dataset({ status: 'uploaded', latest_job_id: JOB_ID, report_available: false, row_count: null }),
    on.get('/jobs/:id', () => HttpResponse.json({ detail: 'Database away.' }, { status: 503 })),
  );
  open();
  expect(await screen.findByText('Could not load its job')).toBeInTheDocument();
  expect(screen.queryByText(/nobody has asked/)).toBeNull();
});

it('says that there is no such dataset', async () => {
  server.use(on.get('/datasets/:id', () => HttpResponse.json({ detail: 'Dataset not found.' }, { status: 404 })));
  open();
  expect(await screen.findByRole('heading', { name: 'No such dataset' })).toBeInTheDocument();
  expect(screen.getByRole('heading', { level: 1 })).toBeInTheDocument();
});

it('gives the focus back to the button when nothing is deleted after all', async () => {
  server.use(dataset({}), job({}));
  open();
  const button = await screen.findByRole('button', { name: 'Delete' });
  for (let time = 0; time < 2; time += 1) {
    await userEvent.click(button);
    expect(await screen.findByRole('dialog')).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await waitFor(() => expect(button).toHaveFocus());
  }
});

it('goes back to the list when it is deleted', async () => {
  const asked = vi.fn();
  server.use(dataset({}), job({}), on.delete('/datasets/:id', () => new HttpResponse(null, { status: 204 })));
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  server.use(
    on.get('/jobs/:id', () => {
      asked();
      return HttpResponse.json({ detail: 'Job not found.' }, { status: 404 });
    }),
  );
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(address()).toBe('/'));
  expect(asked).not.toHaveBeenCalled();
});
