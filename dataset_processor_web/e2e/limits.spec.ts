import type { Page } from '@playwright/test';
import { getMeta } from './api.ts';
import { large, unique } from './files.ts';
import { start, stop } from './stack.ts';
import { expect, FAILED_ANSWER, test } from './test.ts';

const MEGABYTE = 1_000_000;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  await stop('api');
  await start('api', { MAX_UPLOAD_BYTES: String(MEGABYTE) });
});

test.afterAll(async () => {
  test.setTimeout(240_000);
  await stop('api');
  await start('api');
});

function countUploads(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => (count += request.method() === 'POST' && request.url().endsWith('/datasets') ? 1 : 0));
  return () => count;
}

test('a file over the limit is refused before a byte is sent', async ({ page }) => {
  const uploads = countUploads(page);
  await page.goto('/upload');
  await expect(page.getByText('up to 1 MB each')).toBeVisible();
  await page.getByLabel('Files to upload').setInputFiles(large(`big-${unique()}.csv`, 3 * MEGABYTE));
  await expect(page.getByText('Not uploaded: The file is too large: 3 MB. The limit is 1 MB.')).toBeVisible();
  expect(uploads()).toBe(0);
});

// The page was opened before the operator lowered the limit, so it sends. The answer comes while the file is on its way.
for (const megabytes of [1.02, 30]) {
  test(`a server that refuses ${megabytes} MB half way is understood, and asked once`, async ({ page, faults }) => {
    faults.allow(FAILED_ANSWER);
    const uploads = countUploads(page);
    const meta = await getMeta();
    await page.route('**/api/meta', (route) => route.fulfill({ json: { ...meta, limits: { ...meta.limits, max_upload_bytes: 10 ** 9 } } }), { times: 1 });
    await page.goto('/upload');
    await expect(page.getByText('up to 1 GB each')).toBeVisible();
    const name = `big-${unique()}.csv`;
    await page.getByLabel('Files to upload').setInputFiles(large(name, megabytes * MEGABYTE));
    await expect(page.getByText(/Not uploaded: The file is too large: .* The limit is (1 MB|1,000,000 bytes)\./)).toBeVisible();
    await expect(page.getByRole('button', { name: `Try ${name} again` })).toHaveCount(0);
    expect(uploads()).toBe(1);
  });
}

test('a connection that breaks under a file over the limit is not tried again', async ({ page, faults }) => {
  faults.allow(FAILED_ANSWER);
  const uploads = countUploads(page);
  const meta = await getMeta();
  await page.route('**/api/meta', (route) => route.fulfill({ json: { ...meta, limits: { ...meta.limits, max_upload_bytes: 10 ** 9 } } }), { times: 1 });
  await page.route('**/api/datasets', (route) => route.abort('connectionreset'));
  await page.goto('/upload');
  await expect(page.getByText('up to 1 GB each')).toBeVisible();
  await page.getByLabel('Files to upload').setInputFiles(large(`big-${unique()}.csv`, 3 * MEGABYTE));
  await expect(page.getByText('Not uploaded: The file is too large: 3 MB. The limit is 1 MB.')).toBeVisible();
  expect(uploads()).toBe(1);
});
