import type { Page } from '@playwright/test';
import { expectJob, processed, startJob, store, WHOLE_JOB } from './api.ts';
import { aDataset, aJob, answer, DATASET_ID, JOB_ID, NEW, RUNNING } from './answers.ts';
import { csv, large, ORDERS, unique } from './files.ts';
import { expect, test } from './test.ts';

/** Addresses, and what is there when all has been asked for. */
const NOTHING_LIVE = [
  ['/', 'Actions'],
  ['/jobs', 'Waited'],
  ['/settings', 'Service version'],
  ['/upload', 'Choose files'],
  ['/nowhere', 'There is nothing at this address'],
] as const;

function countAsked(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) asked.push(request.url());
  });
  return asked;
}

/** Lets minutes pass for the page. */
async function expectSilence(page: Page, asked: string[]): Promise<void> {
  await page.waitForLoadState('networkidle');
  const before = asked.length;
  await page.clock.runFor('05:00');
  expect(asked.slice(before)).toEqual([]);
}

test('nothing is asked while nothing is live', async ({ page }) => {
  const { id, jobId } = await processed(csv(`quiet-${unique()}.csv`, ORDERS));
  const asked = countAsked(page);
  await page.clock.install();
  for (const [address, loaded] of [...NOTHING_LIVE, [`/datasets/${id}`, 'The file'], [`/jobs/${jobId}`, 'Timeline']] as const) {
    await page.goto(address);
    await expect(page.getByText(loaded, { exact: true }).first()).toBeVisible();
    await expectSilence(page, asked);
  }
});

test('a job is asked for until it has ended, and no longer', async ({ page }) => {
  const name = `both-${unique()}.csv`;
  const id = await store(large(name, 3_000_000));
  await page.goto(`/datasets/${id}`);
  await expect(page.getByRole('heading', { name: 'Not processed yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Process it' }).click();
  await expect(page.getByRole('list', { name: 'The report in numbers' })).toBeVisible();
  await page.clock.install();
  await expectSilence(page, countAsked(page));
});

test('progress rises as the job goes on', async ({ page }) => {
  const steps = [[3, '100'], [7, '300'], [20, '900']] as const;
  let now = aJob(RUNNING);
  await answer(page, { [`/datasets/${DATASET_ID}`]: { json: aDataset({ ...NEW, status: 'processing' }) } });
  await page.route(`**/api/jobs/${JOB_ID}`, (route) => route.fulfill({ json: now }));
  await page.goto(`/jobs/${JOB_ID}`);
  for (const [progress, rows] of steps) {
    now = aJob({ ...RUNNING, progress, rows_done: Number(rows), bytes_done: Number(rows) * 50 });
    await expect(page.getByRole('progressbar', { name: 'Processing' })).toHaveAttribute('aria-valuenow', String(progress));
    await expect(page.getByText(new RegExp(`\\b${rows} rows`))).toBeVisible();
  }
  now = aJob();
  await expect(page.getByText('Ran 12 s')).toBeVisible();
});

test('updates can be paused, and resuming shows what happened meanwhile', async ({ page }) => {
  const id = await store(csv(`paused-${unique()}.csv`, ORDERS));
  await page.clock.install();
  await page.goto(`/jobs?dataset_id=${id}`);
  await page.getByRole('button', { name: 'Pause updates' }).click();
  await expect(page.getByRole('heading', { name: 'No job matches' })).toBeVisible();
  await expectJob(await startJob(id), 'success');
  await expectSilence(page, countAsked(page));
  await page.getByRole('button', { name: 'Updates are paused: resume' }).click();
  await expect(page.getByText('Report ready')).toBeVisible(WHOLE_JOB);
});
