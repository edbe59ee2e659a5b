import type { Locator, Page } from '@playwright/test';
import { expect, test } from './test.ts';
import { processed, WHOLE_JOB } from './api.ts';
import { csv, jsonFile, ORDERS, textFile, unique, type DataFile } from './files.ts';

/** Sends a file as a person does and follows it to its report. */
async function uploadAndOpen(page: Page, file: DataFile): Promise<void> {
  await page.goto('/upload');
  await page.getByLabel('Files to upload').setInputFiles(file);
  await expect(page.getByText('The report is ready')).toBeVisible(WHOLE_JOB);
  await page.getByRole('link', { name: `Open ${file.name}` }).click();
  await expect(page.getByRole('heading', { level: 1, name: file.name })).toBeFocused();
}

function strip(page: Page): Locator {
  return page.getByRole('list', { name: 'The report in numbers' }).getByRole('listitem');
}

/** The value beside a term of a list of facts. */
function fact(inside: Locator, list: string, term: string): Locator {
  return inside.locator(`dl[aria-label="${list}"] > div`).filter({ has: inside.page().locator('dt').getByText(term, { exact: true }) }).locator('dd');
}

async function expectFacts(inside: Locator, list: string, facts: Record<string, string>): Promise<void> {
  for (const [term, value] of Object.entries(facts)) await expect(fact(inside, list, term), term).toHaveText(value);
}

async function openColumn(page: Page, name: string): Promise<Locator> {
  await page.getByRole('list', { name: 'Columns' }).getByRole('link', { name, exact: true }).click();
  const details = page.getByRole('dialog');
  await expect(details.getByRole('heading', { name, exact: true })).toBeVisible();
  return details;
}

/*
 * 13 data rows. `amount` has 11 numbers, sorted: -100 10 12 14 18 20 20 24 28 30 507.
 * Sum: 10 + 12 + 14 + 18 + 20 + 20 + 24 + 28 + 30 = 176; 176 + 507 - 100 = 583. Mean: 583 / 11 = 53.
 * Quartiles, linear interpolation (type 7), places from 0: Q1 at 10 · 0.25 = 2.5, between 12 and 14: 13;
 * median at 5: 20; Q3 at 7.5, between 24 and 28: 26. IQR: 26 - 13 = 13; 1.5 · 13 = 19.5.
 * Fences: 13 - 19.5 = -6.5 and 26 + 19.5 = 45.5. Outside: -100 in row 8, 507 in row 13.
 * Null: amount in row 3 (empty) and row 11 (white space), city in row 5: 3 of 13 · 3 = 39 cells, 7.69 %.
 * Duplicates: row 7 is row 6 again: 1 of 13 rows, 7.69 %.
 */
const AMOUNTS = [
  '1,Oslo,10', '2,Lima,12', '3,Oslo,', '4,Kyoto,14', '5,,18', '6,Oslo,20', '6,Oslo,20', '7,Lima,-100', '8,Kyoto,24',
  '9,Lima,28', '10,Oslo,   ', '11,Lima,30', '12,Kyoto,507',
];

test('a CSV file to its report, every number as computed by hand', async ({ page }) => {
  const name = `amounts-${unique()}.csv`;
  await uploadAndOpen(page, textFile(name, `order_${unique()},city,amount\n${AMOUNTS.join('\n')}\n`));
  await expect(strip(page)).toHaveText(['13rows', '3columns', '3 (7.7%)null cells', '1 (7.7%)duplicate row', '2outliers', '0warnings']);
  await expect(page.getByText('The copy: row 7.')).toBeVisible();
  const details = await openColumn(page, 'amount');
  await expectFacts(details, 'Counts', { Values: '11 (84.6%)', Null: '2 (15.4%)', 'Null: empty': '1 (7.7%)', 'Null: white space': '1 (7.7%)', 'Different values': '10' });
  await expectFacts(details, 'Statistics', { Minimum: '-100', 'First quartile (Q1)': '13', Median: '20', 'Third quartile (Q3)': '26', Maximum: '507', Mean: '53' });
  await expectFacts(details, 'Fences', { 'Lower fence': '-6.5', 'Upper fence': '45.5', 'Below the lower fence': '1 value', 'Above the upper fence': '1 value' });
  await expect(details.getByRole('list', { name: 'Outliers' }).getByRole('listitem')).toHaveText(['row 8: -100', 'row 13: 507']);
});

/*
 * 8 objects. `score` occurs in 6 of them: 1 2 3 4 100 and null; the key is missing in 2.
 * Sum 110, mean 110 / 5 = 22. Places from 0 of 5 numbers: Q1 at 1: 2, median at 2: 3, Q3 at 3: 4. IQR 2.
 * Fences: 2 - 3 = -1 and 4 + 3 = 7; outside: 100 in row 5.
 * Null: 1 of the 8 + 6 = 14 cells there are, 7.14 %. Row 8 is row 7 again: 1 of 8, 12.5 %.
 */
test('a JSON file to its report, every number as computed by hand', async ({ page }) => {
  const name = `scores-${unique()}.json`;
  const id = `id_${unique()}`;
  const scores = [1, 2, 3, 4, 100, null].map((score, index) => ({ [id]: index + 1, score }));
  await uploadAndOpen(page, jsonFile(name, [...scores, { [id]: 7 }, { [id]: 7 }]));
  await expect(strip(page)).toHaveText(['8rows', '2columns', '1 (7.1%)null cell', '1 (12.5%)duplicate row', '1outlier', '0warnings']);
  await expect(page.getByText('The copy: row 8.')).toBeVisible();
  const details = await openColumn(page, 'score');
  await expectFacts(details, 'Counts', { Values: '5 (62.5%)', Null: '1 (16.7%)', 'Null: explicit': '1 (16.7%)', 'Key missing': '2 (25%)' });
  await expectFacts(details, 'Statistics', { Minimum: '1', 'First quartile (Q1)': '2', Median: '3', 'Third quartile (Q3)': '4', Maximum: '100', Mean: '22' });
  await expectFacts(details, 'Fences', { 'Lower fence': '-1', 'Upper fence': '7' });
  await expect(details.getByRole('list', { name: 'Outliers' }).getByRole('listitem')).toHaveText(['row 5: 100']);
});

test('the same content again', async ({ page }) => {
  const file = textFile(`once-${unique()}.csv`, `a,b${unique()}\n1,2\n`);
  await uploadAndOpen(page, file);
  await page.goto('/upload');
  await page.getByLabel('Files to upload').setInputFiles({ ...file, name: 'again.csv' });
  await expect(page.getByText(new RegExp(`The same content is here already, uploaded .* as “${file.name}”`))).toBeVisible();
  await page.getByRole('link', { name: 'Open again.csv' }).click();
  await expect(page.getByRole('heading', { level: 1, name: file.name })).toBeFocused();
});

test('a column may have the name of something that every object has', async ({ page }) => {
  const { id } = await processed(textFile(`formula-${unique()}.csv`, 'constructor,toString,__proto__\n1,2,3\n2,3,4\n3,4,5\n4,5,6\n5,6,7\n'));
  await page.goto(`/datasets/${id}`);
  for (const name of ['constructor', 'toString', '__proto__']) {
    const details = await openColumn(page, name);
    await expect(details.getByText('No value lies outside.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('what a number of the summary leads to is not hidden under the header', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 400 });
  const { id } = await processed(csv(`jump-${unique()}.csv`, ORDERS));
  await page.goto(`/datasets/${id}`);
  await strip(page).getByRole('link', { name: /outliers?$/ }).click();
  const heading = page.getByRole('heading', { name: /^Columns/ });
  await expect(heading).toBeFocused();
  const [header, place] = [await page.getByRole('banner').boundingBox(), await heading.boundingBox()];
  const gap = (place?.y ?? 0) - ((header?.y ?? 0) + (header?.height ?? 0));
  expect(gap).toBeGreaterThanOrEqual(0);
  expect(gap).toBeLessThan(40);
});
