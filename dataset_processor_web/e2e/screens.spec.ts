import { Buffer } from 'node:buffer';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './axe';
import { csv, ORDERS } from './files';

const shots = process.env.SCREENSHOTS;

test.afterEach(async ({ page }, { title, project }) => {
  if (shots === undefined) return;
  const name = `${title} ${project.name}`.replaceAll(' ', '-');
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
});

test('upload to report', async ({ page }) => {
  await page.goto('/upload');
  await expectAccessible(page);
  const name = 'orders 😀 <script>alert(1)</script> ü.csv';
  await page.getByLabel('Files to upload').setInputFiles(csv(name, ORDERS));
  await expect(page.getByText('The report is ready')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Open orders/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  await expectAccessible(page);
});

test('the same content again', async ({ page }) => {
  await page.goto('/upload');
  const file = csv('twice.csv', ORDERS);
  const input = page.getByLabel('Files to upload');
  await input.setInputFiles(file);
  await expect(page.getByText('The report is ready')).toBeVisible();
  await input.setInputFiles({ ...file, name: 'again.csv' });
  await expect(page.getByText(/The same content is here already/)).toBeVisible();
  await input.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await expect(page.getByText('Not uploaded: Only CSV and JSON files can be processed.')).toBeVisible();
  await expectAccessible(page);
});

test('failed dataset', async ({ page }) => {
  await page.goto('/upload');
  const buffer = Buffer.from(`[{"a": 1}, {"a": 2}, ${Date.now()}]`);
  await page.getByLabel('Files to upload').setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer });
  await expect(page.getByText('An item of the list is not an object')).toBeVisible();
  await page.getByRole('link', { name: 'Open broken.json' }).click();
  await expect(page.getByRole('alert')).toContainText('data row 3');
  await expectAccessible(page);
});

test('datasets list', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'twice.csv' }).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Name contains').fill('no such name');
  await expect(page.getByRole('heading', { name: 'No dataset matches' })).toBeVisible();
  await expect(page).toHaveURL(/name_contains=no\+such\+name/);
  await expectAccessible(page);
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'twice.csv' }).first()).toBeVisible();
});

test('delete', async ({ page }) => {
  await page.goto('/?name_contains=broken.json');
  const address = (await page.getByRole('link', { name: 'broken.json' }).first().getAttribute('href')) ?? '';
  await page.getByRole('button', { name: 'Delete broken.json' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Delete this dataset?' });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator(`a[href="${address}"]`)).toHaveCount(0);
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'No such dataset' })).toBeVisible();
  await expectAccessible(page);
});

test('jobs list', async ({ page }) => {
  await page.goto('/jobs');
  await expect(page.getByRole('link', { name: 'twice.csv' }).first()).toBeVisible();
  await expectAccessible(page);
});

test('one job', async ({ page }) => {
  await page.goto('/jobs');
  await page.getByRole('link', { name: 'twice.csv' }).first().click();
  await expect(page.getByText(/^Ran /)).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Job of/ })).toBeVisible();
  await expectAccessible(page);
});

test('settings', async ({ page }) => {
  await page.goto('/settings');
  await expect(page.getByText('Storage: reachable')).toBeVisible();
  await expect(page.getByText('text/csv, application/json')).toBeVisible();
  await expectAccessible(page);
});

test('not found', async ({ page }) => {
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expectAccessible(page);
});
