import { expectAccessible } from './axe.ts';
import { processed } from './api.ts';
import { unique, wide } from './files.ts';
import { expect, test } from './test.ts';

test('a thousand columns: a hundred at a time, any of them found', async ({ page }) => {
  const { id } = await processed(wide(`wide-${unique()}.csv`, 1000));
  await page.goto(`/datasets/${id}`);
  const columns = page.getByRole('list', { name: 'Columns' });
  const names = () => columns.getByRole('heading', { level: 3 }).allTextContents();
  await expect(columns.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) })).toHaveCount(100);
  await expect(page.getByText('Columns 1 to 100 of 1,001')).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect.poll(async () => (await names())[0]).toBe('column_100');
  await page.getByLabel('Column name').fill('column_999');
  await expect.poll(names).toEqual(['column_999']);
  await expect(page.getByRole('heading', { name: 'Columns (1 of 1,001)' })).toBeVisible();
  await page.getByLabel('Column name').fill('');
  await page.getByLabel('Sort by').selectOption('nulls');
  await expect.poll(async () => (await names())[0]).toBe('column_999');
  await columns.getByRole('link', { name: 'column_999', exact: true }).click();
  await expect(page.getByRole('dialog').getByText('3 (60%)').first()).toBeVisible();
  await page.getByRole('button', { name: 'Close the details' }).click();
  await page.getByLabel('Column name').fill('no such column');
  await expect(page.getByRole('heading', { name: 'No column matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page.getByText('Columns 1 to 100 of 1,001')).toBeVisible();
  await expectAccessible(page);
});
