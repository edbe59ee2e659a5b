import { store } from './api.ts';
import { expectAccessible } from './axe.ts';
import { textFile, unique } from './files.ts';
import { expect, test } from './test.ts';

test('several datasets are ticked and deleted at once, with the keyboard', async ({ page }) => {
  const prefix = `several-${unique()}`;
  for (const letter of ['a', 'b', 'c']) await store(textFile(`${prefix}-${letter}.csv`, `${letter}${unique()}\n1\n`));
  await page.goto(`/?name_contains=${prefix}`);
  const bar = page.getByRole('group', { name: 'Selected datasets' });
  await page.getByRole('checkbox', { name: 'Select all on this page' }).focus();
  await page.keyboard.press('Space');
  await expect(bar).toContainText('3 selected.');
  await bar.getByRole('button', { name: 'Clear' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeFocused();
  await page.getByRole('checkbox', { name: 'Select all on this page' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('checkbox', { name: `Select ${prefix}-b.csv` }).focus();
  await page.keyboard.press('Space');
  await expect(bar).toContainText('2 selected.');
  // A trial click fails where something else lies over the button.
  await bar.getByRole('button', { name: 'Delete 2' }).click({ trial: true });
  await expectAccessible(page);
  await bar.getByRole('button', { name: 'Delete 2' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete 2 datasets?' });
  await expect(dialog.getByRole('button', { name: 'Keep them' })).toBeFocused();
  await expect(dialog.getByRole('listitem')).toHaveText([`${prefix}-c.csv`, `${prefix}-a.csv`]);
  await expectAccessible(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: new RegExp(`^${prefix}`) })).toHaveText([`${prefix}-b.csv`]);
  await expect(bar).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeFocused();
});
