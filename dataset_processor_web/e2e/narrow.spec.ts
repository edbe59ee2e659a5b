import type { Page } from '@playwright/test';
import { type DataFile, jsonFile, textFile, unique } from './files.ts';
import { processed, WHOLE_JOB } from './api.ts';
import { expect, FAILED_ANSWER, test } from './test.ts';

/** The narrowest, a phone, and half of 1280: a window at 200 %. */
const WIDTHS = [320, 375, 640];
const LONG = 'long_column_name_'.repeat(18).slice(0, 300);
const HOSTILE = '<script>alert("name")</script>';
const NAMES = [LONG, 'المبلغ الإجمالي', '😀👩‍👩‍👧‍👦🇳🇴', HOSTILE, '<img src=x onerror=alert(1)>', 'big', '  spaces\tand tab '];

/** Names, texts and numbers that break layouts, or would be code where text is taken for HTML. */
function odd(name: string): DataFile {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = ['1e308', '-123456789012345678', '4', '5', '6', '7'].map((number, index) =>
    [cell('x'.repeat(2000)), cell(`سلام ${index}`), '😀', cell('<script>alert("cell")</script>'), cell('"><svg onload=alert(2)>'), number, unique()].join(','),
  );
  return textFile(name, `${NAMES.map(cell).join(',')}\n${rows.join('\n')}\n${rows[0] ?? ''}\n`);
}

async function expectNarrow(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const beyond = await page.evaluate(() => {
      const edge = document.documentElement.clientWidth;
      const dialogs = [...document.querySelectorAll('[role=dialog]')];
      const wide = dialogs.filter((dialog) => dialog.scrollWidth > dialog.clientWidth + 1).length;
      return { page: document.documentElement.scrollWidth - edge, dialogs: wide };
    });
    expect(beyond, `${page.url()} at ${width}`).toEqual({ page: 0, dialogs: 0 });
  }
}

test('no screen scrolls sideways, whatever the data, and text stays text', async ({ page, faults }) => {
  faults.allow(FAILED_ANSWER);
  const long = `${'Zahlungseingänge_ohne_Leerzeichen_'.repeat(5)}${HOSTILE} سلام 😀 ${unique()}`;
  const { id, jobId } = await processed(odd(`${'file_name_'.repeat(20)}.csv`), long);
  const broken = await processed(jsonFile(`${'broken_'.repeat(30)}.json`, [unique()]), `${long} broken`);
  const addresses = ['/', '/upload', '/jobs', `/jobs?dataset_id=${id}`, '/settings', `/datasets/${id}`, `/jobs/${jobId}`];
  addresses.push(`/datasets/${broken.id}`, `/jobs/${broken.jobId}`, `/datasets/${id}?view=table`, '/nowhere', '/jobs/none', '/datasets/none');
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectNarrow(page);
  }
  await page.goto(`/datasets/${id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(long);
  await expect(page.getByRole('list', { name: 'Columns' }).getByRole('link', { name: HOSTILE, exact: true })).toBeVisible();
});

test('details of columns with odd names fit', async ({ page }) => {
  const { id } = await processed(odd(`odd-${unique()}.csv`));
  for (const name of NAMES) {
    await page.goto(`/datasets/${id}?col=${encodeURIComponent(name)}`);
    const details = page.getByRole('dialog');
    await expect(details.getByRole('heading', { level: 3, name: 'Counts' })).toBeVisible();
    await expectNarrow(page);
  }
  await expect(page.getByRole('dialog').getByRole('img', { name: 'tab' }).first()).toBeVisible();
});

test('dialogs and rows of uploads fit', async ({ page }) => {
  const name = `${'upload_'.repeat(30)}${unique()}.csv`;
  await page.goto('/upload');
  await page.getByLabel('Files to upload').setInputFiles([odd(name), { ...textFile(`${HOSTILE}.txt`, 'x'), mimeType: 'text/plain' }]);
  await expect(page.getByText('The report is ready')).toBeVisible(WHOLE_JOB);
  await expectNarrow(page);
  await page.getByRole('link', { name: `Open ${name}` }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await expectNarrow(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog', { name: 'Delete this dataset?' })).toBeVisible();
  await expectNarrow(page);
});
