import type { Locator, Page } from '@playwright/test';
import { processed, WHOLE_JOB } from './api.ts';
import { csv, ORDERS, unique } from './files.ts';
import { expect, test } from './test.ts';

const MOST_STEPS = 150;

/** The focus is somewhere: whoever uses the keyboard goes on from there. */
async function expectFocusKept(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName ?? 'BODY')).not.toBe('BODY');
}

/** Presses once the page is at rest: nobody is faster than what the last key brought about. */
async function key(page: Page, name: string): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1_000 })));
  await page.keyboard.press(name);
}

/** Goes there by Tab alone. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`not reached by Tab: ${String(target)}`);
}

async function press(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  await tabTo(page, target);
  await key(page, 'Enter');
}

test('from the upload to the report, into a column, and on to deleting it, without a mouse', async ({ page }) => {
  const name = `keys-${unique()}.csv`;
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeVisible();
  await key(page, 'Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await key(page, 'Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await key(page, 'u');
  await expect(page.getByRole('heading', { level: 1, name: 'Upload' })).toBeFocused();
  const chooser = page.waitForEvent('filechooser');
  await press(page, page.getByRole('button', { name: /Choose files/ }));
  await (await chooser).setFiles(csv(name, ORDERS));
  await expect(page.getByText('The report is ready')).toBeVisible(WHOLE_JOB);
  await expectFocusKept(page);
  await press(page, page.getByRole('link', { name: `Open ${name}` }));
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused();
  const column = page.getByRole('list', { name: 'Columns' }).getByRole('link', { name: 'amount' });
  await press(page, column);
  await expect(page.getByRole('dialog').getByRole('heading', { name: 'amount' })).toBeVisible();
  await expect(page.getByRole('dialog').locator(':focus')).toHaveCount(1);
  await key(page, 'Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(column).toBeFocused();
  await page.goto(page.url());
  await press(page, page.getByRole('button', { name: 'Delete' }));
  const dialog = page.getByRole('dialog', { name: 'Delete this dataset?' });
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await key(page, 'Escape');
  await expect(page.getByRole('button', { name: 'Delete' })).toBeFocused();
  await key(page, 'Enter');
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await key(page, 'Tab');
  await key(page, 'Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeFocused();
});

test('deleting from the list keeps the focus', async ({ page }) => {
  const name = `listed-${unique()}.csv`;
  await processed(csv(name, ORDERS));
  await page.goto(`/?name_contains=${name}`);
  await press(page, page.getByRole('button', { name: `Delete ${name}` }));
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await tabTo(page, dialog.getByRole('button', { name: 'Delete' }));
  await key(page, 'Enter');
  await expect(page.getByRole('heading', { name: 'No dataset matches' })).toBeVisible();
  await expectFocusKept(page);
});

test('keys lead to the filter and list themselves, but not while somebody types', async ({ page }) => {
  const { id } = await processed(csv(`filter-${unique()}.csv`, ORDERS));
  for (const [address, filter] of [['/', 'Name contains'], [`/datasets/${id}`, 'Column name']] as const) {
    await page.goto(address);
    await expect(page.getByLabel(filter)).toBeVisible();
    await key(page, '/');
    await expect(page.getByLabel(filter)).toBeFocused();
    await page.keyboard.type('u?/');
    await expect(page.getByLabel(filter)).toHaveValue('u?/');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByLabel(filter).fill('');
    await page.getByLabel(filter).blur();
    await key(page, '?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await expect(keys.getByRole('row')).toHaveText([/\/.*filter/, /u.*Upload/, /\?.*keys/, /Esc.*Close/]);
    await key(page, 'Escape');
    await expect(keys).toHaveCount(0);
  }
});

test('a ticked box does not keep keys from leading on', async ({ page }) => {
  const name = `ticked-${unique()}.csv`;
  await processed(csv(name, ORDERS));
  await page.goto(`/?name_contains=${name}`);
  await page.getByRole('checkbox', { name: new RegExp(name) }).focus();
  await key(page, 'Space');
  await key(page, 'u');
  await expect(page.getByRole('heading', { level: 1, name: 'Upload' })).toBeFocused();
});

test('on every screen all that can be pressed is reached by Tab, and has a visible outline', async ({ page }) => {
  const name = `round-${unique()}.csv`;
  const { id, jobId } = await processed(csv(name, ORDERS));
  for (const address of [`/?name_contains=${name}`, '/upload', `/jobs?dataset_id=${id}`, '/settings', `/datasets/${id}`, `/jobs/${jobId}`]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await key(page, 'Tab');
    await key(page, 'Tab');
    const focused = page.locator(':focus');
    const outline = await focused.evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(outline, address).not.toBe('none');
    await tabTo(page, page.getByRole('main').locator('a[href], button:not([disabled]), input').last());
  }
});
