import type { Page } from '@playwright/test';
import { WHOLE_JOB } from './api.ts';
import { expectAccessible } from './axe.ts';
import { csv, jsonFile, large, ORDERS, textFile, unique } from './files.ts';
import { expect, FAILED_ANSWER, test } from './test.ts';

/** Sets how many bytes a second leave this page; null for all there are. */
async function openThrottle(page: Page): Promise<(bytes: number | null) => Promise<unknown>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  return (bytes) =>
    session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes ?? -1 });
}

test('three files on a slow line: one refused, one cancelled and sent again', async ({ page }) => {
  const name = `slow-${unique()}.csv`;
  const cancelled: string[] = [];
  page.on('requestfailed', (request) => cancelled.push(request.method()));
  await page.goto('/upload');
  const throttle = await openThrottle(page);
  await throttle(30_000);
  await page.getByLabel('Files to upload').setInputFiles([large(name, 1_000_000), { ...textFile('notes.txt', 'x'), mimeType: 'text/plain' }, csv(`other-${unique()}.csv`, ORDERS)]);
  await expect(page.getByText('Not uploaded: Only CSV and JSON files can be processed.')).toBeVisible();
  await expect(page.getByText(/\d+% · .* of 1 MB · .*\/s · .* left/)).toBeVisible();
  const bar = page.getByRole('progressbar', { name: `Upload of ${name}` });
  const percent = async () => Number(await bar.getAttribute('aria-valuenow'));
  const seen = await percent();
  await expect.poll(percent).toBeGreaterThan(seen);
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await page.getByRole('link', { name: /\d uploads?, \d+% sent/ }).click();
  await page.getByRole('button', { name: `Cancel ${name}` }).click();
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect.poll(() => cancelled).toContain('POST');
  await throttle(null);
  await page.getByRole('button', { name: `Try ${name} again` }).click();
  await expect(page.getByText('The report is ready')).toHaveCount(2, WHOLE_JOB);
});

test('what a reload interrupts is asked for again', async ({ page }) => {
  const name = `interrupted-${unique()}.csv`;
  const asked: string[] = [];
  page.on('dialog', (dialog) => asked.push(dialog.type()));
  await page.goto('/upload');
  const throttle = await openThrottle(page);
  await throttle(30_000);
  // Chromium asks only where somebody has done something on the page.
  await page.getByRole('heading', { level: 1 }).click();
  await page.getByLabel('Files to upload').setInputFiles([large(name, 1_000_000), csv(`second-${unique()}.csv`, ORDERS)]);
  await expect(page.getByText(/\d+% · .* of 1 MB/)).toBeVisible();
  await page.goto('/');
  expect(asked).toEqual(['beforeunload']);
  await throttle(null);
  await page.getByRole('link', { name: /upload.? interrupted/ }).click();
  await expect(page.getByText(/^Interrupted: /).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(`Replacement for ${name}`).setInputFiles(csv(name, ORDERS));
  await expect(page.getByText('The report is ready')).toBeVisible(WHOLE_JOB);
  await page.getByRole('button', { name: 'Clear what has ended' }).click();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
});

/** The same rows as ORDERS, as objects. */
const ORDERS_AS_OBJECTS = ORDERS.map((row, index) => {
  const [id, city, amount] = row.split(',');
  return { id: Number(id), city, amount: amount === '' ? null : Number(amount), run: index === 0 ? unique() : null };
});

for (const [way, file] of [
  ['dropped', csv(`dropped-${unique()}.csv`, ORDERS)],
  ['dropped', jsonFile(`dropped-${unique()}.json`, ORDERS_AS_OBJECTS)],
  ['pasted', csv(`pasted-${unique()}.csv`, ORDERS)],
] as const) {
  test(`${way} anywhere: ${file.mimeType}`, async ({ page }, { project }) => {
    const name = `${project.name.replace(' ', '-')}-${file.name}`;
    await page.goto('/jobs');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const data = await page.evaluateHandle(
      ([called, text, type]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], called, { type }));
        return transfer;
      },
      [name, file.buffer.toString(), file.mimeType] as const,
    );
    if (way === 'dropped') {
      await page.dispatchEvent('main', 'dragenter', { dataTransfer: data });
      await expect(page.getByText('Drop to upload')).toBeVisible();
      await page.dispatchEvent('main', 'drop', { dataTransfer: data });
    } else {
      await page.evaluate((clipboardData) => window.dispatchEvent(new ClipboardEvent('paste', { clipboardData })), data);
    }
    await expect(page).toHaveURL(/\/upload$/);
    await expect(page.getByText('The report is ready')).toBeVisible(WHOLE_JOB);
    await page.getByRole('link', { name: `Open ${name}` }).click();
    const strip = page.getByRole('list', { name: 'The report in numbers' }).getByRole('listitem');
    await expect(strip).toHaveText(['8rows', '4columns', '8 (25%)null cells', '1 (12.5%)duplicate row', '1outlier', '0warnings']);
  });
}

test('without a connection an upload waits for it', async ({ page, context, faults }) => {
  faults.allow(FAILED_ANSWER);
  await page.goto('/upload');
  await expect(page.getByRole('button', { name: /Choose files/ })).toBeVisible();
  await context.setOffline(true);
  await page.getByLabel('Files to upload').setInputFiles(csv(`offline-${unique()}.csv`, ORDERS));
  await expect(page.getByText(/Goes on when the connection is back\./)).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(false);
  await expect(page.getByText('The report is ready')).toBeVisible(WHOLE_JOB);
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
  await expect(page.getByText('The report is ready')).toBeVisible(WHOLE_JOB);
});
