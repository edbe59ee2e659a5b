import type { Page } from '@playwright/test';
import { processed, store } from './api.ts';
import { csv, everyType, ORDERS, textFile, unique } from './files.ts';
import { expect, test } from './test.ts';

/** A tab whose lists are short; that is kept in the browser, not in the address. */
async function withShortPages(page: Page): Promise<void> {
  await page.goto('/settings');
  await page.getByLabel('Rows on a page').selectOption('25');
}

/** The names in the list, as soon as there are as many. */
async function namesOf(page: Page, prefix: string, count: number): Promise<string[]> {
  const links = page.getByRole('link', { name: new RegExp(`^${prefix}`) });
  await expect(links).toHaveCount(count);
  return links.allTextContents();
}

test('filters and pages are in the address: another visitor sees the same, and Back works', async ({ page, newVisitor }) => {
  const prefix = `many-${unique()}`;
  for (let number = 0; number < 30; number += 1) await store(textFile(`${prefix}-${number}.csv`, `a${unique()}\n1\n`));
  await withShortPages(page);
  await page.goto('/');
  await page.getByLabel('Name contains').fill(prefix);
  await expect(page).toHaveURL(/name_contains=many/);
  const first = await namesOf(page, prefix, 25);
  await page.getByRole('combobox', { name: 'State' }).selectOption('uploaded');
  await expect(page).toHaveURL(/status=uploaded/);
  const older = page.getByRole('link', { name: 'Older' });
  await expect(older).toHaveAttribute('href', /status=uploaded/);
  await older.click();
  const second = await namesOf(page, prefix, 5);
  const other = await (await newVisitor()).newPage();
  await withShortPages(other);
  await other.goto(page.url());
  expect(await namesOf(other, prefix, 5)).toEqual(second);
  await expect(other.getByLabel('Name contains')).toHaveValue(prefix);
  await expect(other.getByRole('combobox', { name: 'State' })).toHaveValue('uploaded');
  await other.getByRole('link', { name: 'Newest' }).click();
  expect(await namesOf(other, prefix, 25)).toEqual(first);
  await page.goBack();
  expect(await namesOf(page, prefix, 25)).toEqual(first);
  await page.goBack();
  await expect(page.getByRole('combobox', { name: 'State' })).toHaveValue('');
  await expect(page.getByLabel('Name contains')).toHaveValue(prefix);
  await page.getByRole('combobox', { name: 'State' }).selectOption('failed');
  await expect(page.getByRole('heading', { name: 'No dataset matches' })).toBeVisible();
  await page.getByRole('link', { name: 'Show all datasets' }).click();
  await expect(page.getByLabel('Name contains')).toHaveValue('');
});

test('Back leads to the place in a long list', async ({ page }) => {
  const prefix = `long-${unique()}`;
  for (let number = 0; number < 25; number += 1) await store(textFile(`${prefix}-${number}.csv`, `a${unique()}\n1\n`));
  await page.goto('/settings');
  await page.getByRole('link', { name: 'Datasets', exact: true }).click();
  await page.getByLabel('Name contains').fill(prefix);
  // Until the answer is there, the rows of before are.
  await expect(page.getByRole('checkbox', { name: /^Select (?!all)/ })).toHaveCount(25);
  await namesOf(page, prefix, 25);
  const last = page.getByRole('link', { name: `${prefix}-0.csv`, exact: true });
  await last.scrollIntoViewIfNeeded();
  const scrolled = () => page.evaluate(() => window.scrollY);
  const before = await scrolled();
  expect(before).toBeGreaterThan(100);
  await last.click();
  await expect(page.getByRole('heading', { level: 1, name: `${prefix}-0.csv` })).toBeFocused();
  expect(await scrolled()).toBe(0);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeFocused();
  await expect.poll(scrolled).toBe(before);
  await page.reload();
  await namesOf(page, prefix, 25);
  await expect.poll(scrolled).toBe(before);
  await page.goto(page.url());
  await namesOf(page, prefix, 25);
  expect(await scrolled()).toBe(0);
});

test('from a dataset to its jobs, to one of them, and back', async ({ page }) => {
  const name = `there-${unique()}.csv`;
  const { id, jobId } = await processed(csv(name, ORDERS));
  await page.goto(`/datasets/${id}`);
  await page.getByRole('main').getByRole('link', { name: 'Jobs' }).click();
  await expect(page.getByText('Only of')).toContainText(name);
  await page.getByRole('link', { name: /^Succeeded/ }).click();
  await expect(page).toHaveURL(new RegExp(`dataset_id=${id}&state=success`));
  await page.getByRole('link', { name }).click();
  await expect(page).toHaveURL(new RegExp(`/jobs/${jobId}$`));
  await expect(page.getByRole('heading', { level: 1, name: `Job of ${name}` })).toBeFocused();
  await page.getByRole('main').getByRole('link', { name }).click();
  await expect(page).toHaveURL(new RegExp(`/datasets/${id}$`));
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: `Job of ${name}` })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('link', { name: /^Succeeded/ })).toHaveAttribute('aria-current', 'page');
  await page.goto(`/jobs?dataset_id=${id}&state=failure`);
  await expect(page.getByRole('heading', { name: 'No job matches' })).toBeVisible();
});

test('a view of the columns, with one open, is a link to give away', async ({ page, context, newVisitor }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { id } = await processed(everyType(`types-${unique()}.json`));
  await page.goto(`/datasets/${id}`);
  await page.getByLabel('Sort by').selectOption('outliers');
  await page.getByLabel('Column name').fill('e');
  await page.getByLabel('With findings').click();
  await expect(page.getByLabel('With findings')).toBeChecked();
  await expect(page).toHaveURL(/has=findings/);
  const columns = (tab: Page) => tab.getByRole('list', { name: 'Columns' }).getByRole('link').allTextContents();
  await expect.poll(async () => (await columns(page)).slice(0, 2)).toEqual(['integer', 'number']);
  const shown = await columns(page);
  await page.getByRole('list', { name: 'Columns' }).getByRole('link', { name: 'number' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Copy the link' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  const other = await (await newVisitor()).newPage();
  await other.goto(link);
  await expect(other.getByRole('dialog').getByRole('heading', { name: 'number', exact: true })).toBeVisible();
  await other.keyboard.press('Escape');
  await expect(other.getByRole('dialog')).toHaveCount(0);
  expect(await columns(other)).toEqual(shown);
  await page.goBack();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
