import type { Page } from '@playwright/test';
import { aDataset, answer, counts, datasets, FAILED } from './answers.ts';
import { processed } from './api.ts';
import { expectAccessible } from './axe.ts';
import { csv, everyType, large, ORDERS, textFile, unique } from './files.ts';
import { expect, FAILED_ANSWER, test } from './test.ts';

const LISTED = { '/datasets': datasets(aDataset()), '/jobs/counts': counts() };

async function expectDialog(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('dialog', { name })).toBeVisible();
  await expectAccessible(page);
}

test('the report with every type of column, as cards, as a table and one by one, is accessible', async ({ page }) => {
  test.setTimeout(180_000);
  const { id } = await processed(everyType(`types-${unique()}.json`));
  for (const view of ['cards', 'table']) {
    await page.goto(`/datasets/${id}?view=${view}`);
    await expect(page.getByRole('heading', { name: 'Columns (9)' })).toBeVisible();
    await expectAccessible(page);
  }
  for (const type of ['integer', 'number', 'boolean', 'date', 'code', 'text', 'nested', 'mixed', 'empty']) {
    await page.goto(`/datasets/${id}?col=${type}`);
    await expect(page.getByRole('dialog').getByText(new RegExp(`^${type}: `, 'i'))).toBeVisible();
    await expectAccessible(page);
  }
});

test('reports of files with oddities, without rows, and without a match are accessible', async ({ page }) => {
  const odd = await processed(textFile(`odd-${unique()}.csv`, `a,a,${unique()}\n1,2\n3,4,5,6\n,"open\n`));
  await page.goto(`/datasets/${odd.id}`);
  await expect(page.getByRole('heading', { level: 3, name: 'Rows with more cells than the header' })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/datasets/${odd.id}?q=nothing`);
  await expect(page.getByRole('heading', { name: 'No column matches' })).toBeVisible();
  await expectAccessible(page);
  const none = await processed(textFile(`none-${unique()}.csv`, `a,b${unique()}\n`));
  await page.goto(`/datasets/${none.id}?col=nowhere`);
  await expect(page.getByText('This report has no column of that name.')).toBeVisible();
  await expectAccessible(page);
});

test('dialogs are accessible, also when what they do fails', async ({ page, faults }) => {
  faults.allow(FAILED_ANSWER);
  const { id, name } = aDataset();
  await answer(page, { ...LISTED, [`/datasets/${id}`]: { status: 409, json: { detail: 'A job of this dataset is active.' } } });
  await page.goto('/');
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await expectDialog(page, 'Delete this dataset?');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('It is being processed')).toBeVisible();
  await expectDialog(page, 'Delete this dataset?');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  await expectDialog(page, 'Keys');
});

test('a page that breaks, and an address that leads nowhere', async ({ page, faults }) => {
  faults.allow(FAILED_ANSWER, /dynamically imported module/);
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expectAccessible(page);
  await page.route(/SettingsPage/, (route) => route.abort());
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'This part of the page could not be fetched' })).toBeVisible();
  await expectAccessible(page);
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Load the page anew' }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
});

const REFUSALS: { status: number; json: unknown; shows: string }[] = [
  { status: 415, json: { detail: 'Only text/csv and application/json.' }, shows: 'Not uploaded: Only text/csv and application/json.' },
  { status: 422, json: { detail: 'The name is blank.' }, shows: 'Not uploaded: The name is blank.' },
  { status: 413, json: { detail: 'Too large.' }, shows: 'Not uploaded: The file is too large' },
  { status: 503, json: { detail: 'Storage is away.' }, shows: 'The service is not ready: Storage is away. Next try in' },
];

test('uploads that the server refuses say why', async ({ page, faults }) => {
  faults.allow(FAILED_ANSWER);
  await page.goto('/upload');
  for (const { status, json, shows } of REFUSALS) {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await answer(page, { '/datasets': { status, json } });
    await page.getByLabel('Files to upload').setInputFiles(csv(`refused-${status}.csv`, ORDERS));
    await expect(page.getByRole('listitem').filter({ hasText: `refused-${status}.csv` })).toContainText(shows);
    await expectAccessible(page);
  }
});

test('uploads on their way: waiting, being sent, being started, not started, cancelled', async ({ page, faults }) => {
  faults.allow(FAILED_ANSWER);
  const dataset = { id: aDataset().id, name: 'x', status: 'uploaded', checksum_sha256: 'ab'.repeat(32), size_bytes: 8, uploaded_at: '2026-03-04T05:06:07Z' };
  const stored = { status: 201, json: { ...dataset, already_existed: true } };
  await answer(page, { '/datasets': ['hold', 'hold', stored], [`/datasets/${dataset.id}/process`]: [FAILED, FAILED, 'hold'] });
  await page.goto('/upload');
  const input = page.getByLabel('Files to upload');
  await input.setInputFiles(['1.csv', '2.csv', '3.csv'].map((name) => large(name, 1000)));
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await expect(row('1.csv')).toContainText(/Sent; being stored…|% ·/);
  await expect(row('3.csv')).toContainText('Waiting for its turn');
  await expect(page.getByText('3 files on the way')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel 3.csv' }).click();
  await expect(row('3.csv')).toContainText('Cancelled');
  await page.getByRole('button', { name: 'Cancel 1.csv' }).click();
  await page.getByRole('button', { name: 'Try 1.csv again' }).click();
  await expect(row('1.csv')).toContainText('Next try in');
  await expect(row('1.csv')).toContainText('Stored; starting to process it…');
  await expect(row('1.csv')).toContainText('The same content is here already');
  await expectAccessible(page);
});
