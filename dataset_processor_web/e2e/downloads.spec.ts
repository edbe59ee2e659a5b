import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { getJob, getReport, processed } from './api.ts';
import { csv, ORDERS, unique } from './files.ts';
import { expect, test } from './test.ts';

async function download(page: Page, link: Locator): Promise<{ name: string; content: Buffer }> {
  const started = page.waitForEvent('download');
  await link.click();
  const file = await started;
  return { name: file.suggestedFilename(), content: readFileSync(await file.path()) };
}

const NAMES = ['plain.csv', 'ünï 😀 سلام.csv', `..\\..\\up "quoted" <img src=x onerror=alert(1)>.csv`, '=cmd;rm -rf $HOME;.csv'];

for (const original of NAMES) {
  test(`the original file and the report come as they are: ${original}`, async ({ page }) => {
    const file = csv(original, ORDERS);
    const { id } = await processed(file, `kept ${unique()}`);
    await page.goto(`/datasets/${id}`);
    const source = await download(page, page.getByRole('link', { name: 'Original file' }));
    expect(source.content.equals(file.buffer)).toBe(true);
    expect(source.name).toMatch(/^[^/\\]+\.csv$/);
    expect(source.name).not.toContain('..');
    const report = await download(page, page.getByRole('link', { name: 'Download JSON' }));
    expect(report.name).toBe(`report-${id}.json`);
    const saved = JSON.parse(report.content.toString()) as { row_count: number; columns: unknown[] };
    expect(saved).toEqual(await getReport(id));
    await expect(page.getByRole('list', { name: 'The report in numbers' })).toContainText(`${saved.row_count}rows${saved.columns.length}columns`);
  });
}

test('the JSON of a report and of a job opens in the browser', async ({ page, faults }) => {
  // Where no page names an icon, Chromium looks for one.
  faults.allow(/favicon\.ico/);
  const { id, jobId } = await processed(csv(`raw-${unique()}.csv`, ORDERS));
  const shown = async () => JSON.parse((await page.locator('body').textContent()) ?? '') as unknown;
  await page.goto(`/datasets/${id}`);
  await page.getByRole('link', { name: 'Open JSON' }).click();
  await page.waitForURL(/\/api\/datasets\/.*\/report$/);
  expect(await shown()).toEqual(await getReport(id));
  await page.goto(`/jobs/${jobId}`);
  await page.getByRole('link', { name: 'This job as JSON' }).click();
  await page.waitForURL(/\/api\/jobs\//);
  expect(await shown()).toEqual(await getJob(jobId));
});
