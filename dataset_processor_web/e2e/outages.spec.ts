import type { Page } from '@playwright/test';
import { expectJob, getJob, processed, startJob, store } from './api.ts';
import { csv, large, ORDERS, unique } from './files.ts';
import { expectApi, freeze, kill, start, stop, thaw } from './stack.ts';
import { expect, FAILED_ANSWER, test } from './test.ts';

const RECOVERED = { timeout: 120_000 };

test.describe.configure({ timeout: 300_000 });

const report = (page: Page) => page.getByRole('list', { name: 'The report in numbers' });

/** Marks the document, to prove later that it has not been loaded anew. */
const mark = (page: Page) => page.evaluate(() => document.body.setAttribute('data-marked', ''));
const expectMarked = (page: Page) => expect(page.locator('body[data-marked]')).toHaveCount(1);

/** A job that has begun and waits for its file, since the storage does not answer until it is thawed. */
async function heldJob(name: string): Promise<{ id: string; jobId: string }> {
  const id = await store(large(name, 2_000_000));
  freeze('s3');
  const jobId = await startJob(id);
  await expectJob(jobId, 'started');
  return { id, jobId };
}

test('every tab sees a job move from running to done, without being loaded anew', async ({ page, context, newVisitor }) => {
  const name = `tabs-${unique()}.csv`;
  try {
    const { id, jobId } = await heldJob(name);
    const [jobs, other] = [await context.newPage(), await (await newVisitor()).newPage()];
    await page.goto(`/datasets/${id}`);
    await jobs.goto(`/jobs?dataset_id=${id}`);
    await other.goto(`/jobs/${jobId}`);
    const row = jobs.getByRole('row').filter({ hasText: name });
    await expect(page.getByRole('progressbar', { name: 'Processing' })).toBeVisible();
    await expect(page).toHaveTitle(/^\d+% · tabs-/);
    await expect(row.getByText('Running')).toBeVisible();
    await expect(other.getByText('Not yet')).toBeVisible();
    for (const tab of [page, jobs, other]) await mark(tab);
    thaw('s3');
    await expect(report(page)).toBeVisible(RECOVERED);
    await expect(row.getByText('Succeeded')).toBeVisible();
    await expect(other.getByText(/^Ran /)).toBeVisible();
    await expect(page).toHaveTitle(/^tabs-/);
    for (const tab of [page, jobs, other]) await expectMarked(tab);
  } finally {
    thaw('s3');
  }
});

test('without a worker a job waits, says so, and goes on when there is one again', async ({ page }) => {
  const id = await store(csv(`waiting-${unique()}.csv`, ORDERS));
  await stop('worker');
  try {
    await page.goto(`/datasets/${id}`);
    await page.getByRole('button', { name: 'Process it' }).click();
    await expect(page.getByText('Waiting for a worker').first()).toBeVisible();
    await expect(page).toHaveTitle(/^0% · /);
    await page.reload();
    await expect(page.getByText('Waiting for a worker').first()).toBeVisible();
    await mark(page);
  } finally {
    await start('worker');
  }
  await expect(report(page)).toBeVisible(RECOVERED);
  await expectMarked(page);
});

test('a worker that is killed in the middle of a job: the page ends at the report', async ({ page }) => {
  try {
    const { id, jobId } = await heldJob(`killed-${unique()}.csv`);
    await page.goto(`/datasets/${id}`);
    await expect(page.getByText('Reading the file').first()).toBeVisible();
    await mark(page);
    kill('worker');
    await expect(page.getByText(/Waiting for a worker to take over|Interrupted|\(attempt 2\)/).first()).toBeVisible(RECOVERED);
    thaw('s3');
    await expect(report(page)).toBeVisible(RECOVERED);
    await expectMarked(page);
    expect((await getJob(jobId)).attempt).toBeGreaterThan(1);
    await page.goto(`/jobs/${jobId}`);
    await expect(page.getByText(/· \d+ attempts/)).toBeVisible();
  } finally {
    thaw('s3');
  }
});

test('the API away and back while a job runs: what is known stays, and goes on by itself', async ({ page, faults }) => {
  faults.allow(FAILED_ANSWER);
  try {
    const { id } = await heldJob(`away-${unique()}.csv`);
    await page.goto(`/datasets/${id}`);
    await expect(page.getByText('Reading the file').first()).toBeVisible();
    await page.reload();
    await expect(page.getByText('Reading the file').first()).toBeVisible();
    await mark(page);
    await stop('api');
    await expect(page.getByText(/Could not refresh\. Showing data from/).first()).toBeVisible();
    await expect(page.getByRole('progressbar', { name: 'Processing' })).toBeVisible();
  } finally {
    thaw('s3');
    await start('api');
  }
  await expect(report(page)).toBeVisible(RECOVERED);
  await expect(page.getByText(/Could not refresh/)).toHaveCount(0);
  await expectMarked(page);
});

test('pages opened while the API is away say so and recover by themselves', async ({ page, context, faults }) => {
  faults.allow(FAILED_ANSWER);
  const name = `after-${unique()}.csv`;
  const { id, jobId } = await processed(csv(name, ORDERS));
  const screens = [
    { address: `/?name_contains=${name}`, failure: 'Could not load the datasets', there: name },
    { address: `/jobs?dataset_id=${id}`, failure: 'Could not load the jobs', there: 'Report ready' },
    { address: `/datasets/${id}`, failure: 'Could not load the dataset', there: 'Duplicate rows' },
    { address: `/jobs/${jobId}`, failure: 'Could not load the job', there: `Job of ${name}` },
    { address: '/settings', failure: "Could not load the service's limits", there: 'Accepted types' },
  ];
  const tabs: { tab: Page; failure: string; there: string }[] = [];
  await stop('api');
  try {
    await expectApi(false);
    for (const { address, ...rest } of screens) {
      const tab = tabs.length === 0 ? page : await context.newPage();
      await tab.goto(address);
      await expect(tab.getByText(rest.failure)).toBeVisible();
      await expect(tab.getByRole('button', { name: 'Try again' }).first()).toBeVisible();
      await mark(tab);
      tabs.push({ tab, ...rest });
    }
  } finally {
    await start('api');
  }
  for (const { tab, failure, there } of tabs) {
    await expect(tab.getByText(there, { exact: true }).first()).toBeVisible(RECOVERED);
    await expect(tab.getByText(failure)).toHaveCount(0);
    await expectMarked(tab);
  }
});
