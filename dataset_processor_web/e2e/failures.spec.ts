import { Buffer } from 'node:buffer';
import { expectAccessible } from './axe.ts';
import { expectJob, getDataset, getJob, processed, WHOLE_JOB } from './api.ts';
import { csv, type DataFile, jsonFile, ORDERS, textFile, unique } from './files.ts';
import { expect, test } from './test.ts';

/*
 * The third item of the list is a number: data row 3.
 * In the CSV, "a,<word>" and "1,2" and their line ends are 3 + word + 4 bytes; then comes "3," and the byte that is not UTF-8.
 */
const word = unique();
const BROKEN: { file: DataFile; title: string; where: string }[] = [
  { file: jsonFile(`item-${unique()}.json`, [{ a: 1 }, { a: unique() }, 3]), title: 'An item of the list is not an object', where: 'data row 3' },
  {
    file: { ...textFile(`bytes-${unique()}.csv`, ''), buffer: Buffer.concat([Buffer.from(`a,${word}\n1,2\n3,`), Buffer.from([0xff]), Buffer.from('\n')]) },
    title: 'The file is not UTF-8 text',
    where: `byte ${2 + word.length + 1 + 4 + 2}`,
  },
];

for (const { file, title, where } of BROKEN) {
  test(`${title}: the place is named, and every page says the same`, async ({ page }) => {
    const { id, jobId } = await processed(file);
    const { error } = await getDataset(id);
    expect((await getJob(jobId)).error).toBe(error);
    for (const address of [`/datasets/${id}`, `/jobs/${jobId}`]) {
      await page.goto(address);
      const notice = page.getByRole('alert').filter({ hasText: title });
      await expect(notice).toContainText(error ?? 'an error');
      await expect(notice.getByText('Where:')).toContainText(where);
      await expectAccessible(page);
    }
    await page.goto(`/?name_contains=${file.name}`);
    await expect(page.getByText(error ?? 'an error')).toBeVisible();
    await page.goto(`/jobs?dataset_id=${id}&state=failure`);
    await expect(page.getByText(title)).toBeVisible();
  });
}

test('a failed dataset can be processed again, or a corrected file uploaded', async ({ page }) => {
  const { id, jobId } = await processed(jsonFile(`again-${unique()}.json`, [unique()]));
  await page.goto(`/datasets/${id}`);
  await page.getByRole('button', { name: 'Process again' }).click();
  await expect.poll(async () => (await getDataset(id)).latest_job_id).not.toBe(jobId);
  await expectJob((await getDataset(id)).latest_job_id ?? '', 'failure');
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('data row 1');
  await page.getByRole('link', { name: 'Upload a corrected file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Upload' })).toBeFocused();
  const corrected = jsonFile(`corrected-${unique()}.json`, [{ a: unique() }]);
  await page.getByLabel('Files to upload').setInputFiles(corrected);
  await expect(page.getByText('The report is ready')).toBeVisible(WHOLE_JOB);
  await page.getByRole('link', { name: `Open ${corrected.name}` }).click();
  await expect(page.getByRole('list', { name: 'The report in numbers' })).toContainText('1row');
});

test('several files at once: those that cannot be are refused, the others go their way', async ({ page }) => {
  await page.goto('/upload');
  const [good, list] = [csv(`good-${unique()}.csv`, ORDERS), jsonFile(`list-${unique()}.json`, [{ a: unique() }])];
  const broken = textFile(`broken-${unique()}.json`, `{"a": "${unique()}"}`);
  const files = [good, textFile('notes.txt', 'x'), list, textFile('empty.csv', ''), broken];
  await page.getByLabel('Files to upload').setInputFiles(files.map((file) => (file.name === 'notes.txt' ? { ...file, mimeType: 'text/plain' } : file)));
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await expect(row('notes.txt')).toContainText('Not uploaded: Only CSV and JSON files can be processed.');
  await expect(row('empty.csv')).toContainText('Not uploaded: The file is empty.');
  await expect(row(good.name)).toContainText('The report is ready', WHOLE_JOB);
  await expect(row(list.name)).toContainText('The report is ready', WHOLE_JOB);
  await expect(row(broken.name)).toContainText('The file is not a list');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear what has ended' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(0);
});
