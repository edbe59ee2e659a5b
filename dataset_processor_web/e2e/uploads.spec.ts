import { Buffer } from 'node:buffer';
import { expect, type Page, test } from '@playwright/test';
import { csv, ORDERS } from './files';

const MEGABYTE = 'x,1,2\n'.repeat(170_000);

/** Bytes a second that leave this page; null for all there are. */
async function throttle(page: Page, bytes: number | null): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const rate = bytes ?? -1;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: rate });
}

test('cancel, try again, and move about meanwhile', async ({ page }) => {
  const cancelled: string[] = [];
  page.on('requestfailed', (request) => cancelled.push(request.method()));
  await page.goto('/upload');
  await throttle(page, 100_000);
  const buffer = Buffer.from(`a,b,${Date.now()}\n${MEGABYTE}`);
  await page.getByLabel('Files to upload').setInputFiles({ name: 'slow.csv', mimeType: 'text/csv', buffer });
  await expect(page.getByText(/\d+% · .* of 1 MB · .*\/s · .* left/)).toBeVisible();
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await expect(page.getByRole('link', { name: /1 upload, \d+% sent/ })).toBeVisible();
  await page.getByRole('link', { name: /1 upload/ }).click();
  await page.getByRole('button', { name: 'Cancel slow.csv' }).click();
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect.poll(() => cancelled).toContain('POST');
  await throttle(page, null);
  await page.getByRole('button', { name: 'Try slow.csv again' }).click();
  await expect(page.getByText('The report is ready')).toBeVisible();
});

test('dropped anywhere', async ({ page }) => {
  await page.goto('/jobs');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { name, buffer } = csv('dropped.csv', ORDERS);
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

test('by the keyboard alone', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.getByRole('heading', { level: 1, name: 'Upload' })).toBeFocused();
  await page.keyboard.press('Tab');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(csv('keys.csv', ORDERS));
  await expect(page.getByText('The report is ready')).toBeVisible();
  await page.getByRole('link', { name: 'Open keys.csv' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'keys.csv' })).toBeFocused();
});
