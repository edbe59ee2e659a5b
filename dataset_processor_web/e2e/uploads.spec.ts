import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { csv, large, ORDERS, unique } from './files.ts';
import { expect, FAILED_ANSWER, test } from './test.ts';

/** Sets how many bytes a second leave this page; null for all there are. */
async function openThrottle(page: Page): Promise<(bytes: number | null) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  return (bytes) =>
    session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes ?? -1 });
}

test('cancel, try again, and move about meanwhile', async ({ page }) => {
  const name = `slow-${unique()}.csv`;
  const cancelled: string[] = [];
  page.on('requestfailed', (request) => cancelled.push(request.method()));
  await page.goto('/upload');
  const throttle = await openThrottle(page);
  await throttle(30_000);
  await page.getByLabel('Files to upload').setInputFiles(large(name, 1_000_000));
  await expect(page.getByText(/\d+% · .* of 1 MB · .*\/s · .* left/)).toBeVisible();
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await expect(page.getByRole('link', { name: /1 upload, \d+% sent/ })).toBeVisible();
  await page.getByRole('link', { name: /1 upload/ }).click();
  await page.getByRole('button', { name: `Cancel ${name}` }).click();
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect.poll(() => cancelled).toContain('POST');
  await throttle(null);
  await page.getByRole('button', { name: `Try ${name} again` }).click();
  await expect(page.getByText('The report is ready')).toBeVisible();
});

test('what a reload interrupts is asked for again', async ({ page }) => {
  const name = `interrupted-${unique()}.csv`;
  await page.goto('/upload');
  const throttle = await openThrottle(page);
  await throttle(30_000);
  await page.getByLabel('Files to upload').setInputFiles([large(name, 1_000_000), csv(`second-${unique()}.csv`, ORDERS)]);
  await expect(page.getByText(/\d+% · .* of 1 MB/)).toBeVisible();
  await page.goto('/');
  await throttle(null);
  await page.getByRole('link', { name: /upload.? interrupted/ }).click();
  await expect(page.getByText(/^Interrupted: /).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(`Replacement for ${name}`).setInputFiles(csv(name, ORDERS));
  await expect(page.getByText('The report is ready')).toBeVisible();
  await page.getByRole('button', { name: 'Clear what has ended' }).click();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
});

test('dropped anywhere', async ({ page }) => {
  await page.goto('/jobs');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { name, buffer } = csv(`dropped-${unique()}.csv`, ORDERS);
  const data = await page.evaluateHandle(
    ([file, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text ?? ''], file ?? '', { type: 'text/csv' }));
      return transfer;
    },
    [name, buffer.toString()],
  );
  await page.dispatchEvent('main', 'dragenter', { dataTransfer: data });
  await expect(page.getByText('Drop to upload')).toBeVisible();
  await page.dispatchEvent('main', 'drop', { dataTransfer: data });
  await expect(page).toHaveURL(/\/upload$/);
  await expect(page.getByText('The report is ready')).toBeVisible();
});

test('an upload whose connection breaks is sent again by itself', async ({ page, faults }) => {
  faults.allow(FAILED_ANSWER);
  let left = 2;
  await page.route('**/api/datasets', (route) => {
    if (route.request().method() !== 'POST' || left === 0) return route.fallback();
    left -= 1;
    return route.abort('connectionreset');
  });
  await page.goto('/upload');
  await page.getByLabel('Files to upload').setInputFiles(csv(`patient-${unique()}.csv`, ORDERS));
  await expect(page.getByText(/did not answer.* Next try in \d+ s/)).toBeVisible();
  await expect(page.getByText('The report is ready')).toBeVisible();
});
