import {
  aDataset, aJob, answer, BROKEN, counts, DATASET_ID, datasets, FAILED, FAILURE, JOB_ID, jobs, LOST, MISSING, NEW, QUEUED, type Replies, RETRYING, RUNNING,
} from './answers.ts';
import { expectAccessible } from './axe.ts';
import { expect, FAILED_ANSWER, test } from './test.ts';

interface State {
  /** What tells that the state is there. */
  shows: string | RegExp;
  address: string;
  replies: Replies;
}

const dataset = `/datasets/${DATASET_ID}`;
const job = `/jobs/${JOB_ID}`;
const report = `${dataset}/report`;
const NO_JOBS = { '/jobs/counts': counts() };
const done = { [dataset]: { json: aDataset() }, [job]: { json: aJob() } };
const ALL_JOBS = [aJob(QUEUED), aJob(RUNNING), aJob(RETRYING), aJob(), aJob(FAILURE)].map((each, index) => ({ ...each, id: `${index}${each.id.slice(1)}` }));
const ALL_DATASETS = [aDataset(NEW), aDataset({ ...NEW, status: 'processing' }), aDataset(), aDataset({ ...NEW, status: 'failed', ...BROKEN })].map(
  (each, index) => ({ ...each, id: `${index}${each.id.slice(1)}` }),
);

const of = (changes: Parameters<typeof aJob>[0], status: 'uploaded' | 'processing' | 'failed' = 'processing'): Replies => ({
  [dataset]: { json: aDataset({ ...NEW, status }) },
  [job]: { json: aJob(changes) },
});

const STATES: Record<string, State> = {
  'datasets loading': { address: '/', shows: 'Datasets', replies: { '/datasets': 'hold', '/jobs/counts': 'hold' } },
  'datasets, none yet': { address: '/', shows: 'There are no datasets yet.', replies: { '/datasets': datasets(), ...NO_JOBS } },
  'datasets, none matches': { address: '/?name_contains=x&status=failed', shows: 'No dataset matches', replies: { '/datasets': datasets(), ...NO_JOBS } },
  'datasets failed': { address: '/', shows: 'The database cannot be reached.', replies: { '/datasets': FAILED, ...NO_JOBS } },
  'datasets in every state': { address: '/', shows: 'Processing', replies: { '/datasets': datasets(...ALL_DATASETS), ...NO_JOBS } },
  'datasets stale': { address: '/', shows: 'Could not refresh.', replies: { '/datasets': [datasets(...ALL_DATASETS), FAILED], '/jobs/counts': counts({ started: 1 }) } },
  'jobs without counts': { address: '/jobs', shows: 'Could not load the counts', replies: { '/jobs': jobs(...ALL_JOBS), '/jobs/counts': FAILED } },
  'jobs loading': { address: '/jobs', shows: 'Jobs', replies: { '/jobs': 'hold', '/jobs/counts': 'hold' } },
  'jobs, none yet': { address: '/jobs', shows: 'No jobs yet', replies: { '/jobs': jobs(), ...NO_JOBS } },
  'jobs, none matches': { address: '/jobs?state=retrying', shows: 'No job matches', replies: { '/jobs': jobs(), ...NO_JOBS } },
  'jobs failed': { address: '/jobs', shows: 'The database cannot be reached.', replies: { '/jobs': FAILED, ...NO_JOBS } },
  'jobs in every state': { address: '/jobs', shows: 'Retrying', replies: { '/jobs': jobs(...ALL_JOBS), '/jobs/counts': counts({ started: 1, failure: 1 }) } },
  'jobs stale': { address: '/jobs', shows: 'Could not refresh.', replies: { '/jobs': [jobs(...ALL_JOBS), FAILED], '/jobs/counts': counts({ started: 1 }) } },
  'dataset loading': { address: dataset, shows: 'Dataset', replies: { [dataset]: 'hold' } },
  'dataset failed to load': { address: dataset, shows: 'Could not load the dataset', replies: { [dataset]: FAILED } },
  'dataset not found': { address: dataset, shows: 'No such dataset', replies: { [dataset]: MISSING } },
  'dataset not processed': { address: dataset, shows: 'Not processed yet', replies: { [dataset]: { json: aDataset({ ...NEW, latest_job_id: null }) } } },
  'dataset queued': { address: dataset, shows: 'Waiting for a worker', replies: of(QUEUED, 'uploaded') },
  'dataset queued again': { address: dataset, shows: /^Queued$/, replies: { ...of(QUEUED), [dataset]: { json: aDataset({ ...NEW, status: 'failed', ...BROKEN }) } } },
  'dataset without its report': { address: dataset, shows: 'The report is missing', replies: { ...done, [dataset]: { json: aDataset({ report_available: false }) } } },
  'dataset running': { address: dataset, shows: 'Reading the file', replies: of(RUNNING) },
  'dataset storing its report': { address: dataset, shows: 'Storing the report', replies: of({ ...RUNNING, progress: 90 }) },
  'dataset retrying': { address: dataset, shows: 'Last attempt: The object storage could not be reached or broke off.', replies: of(RETRYING) },
  'dataset with a failed job': { address: dataset, shows: 'A value is too large', replies: { [dataset]: { json: aDataset({ ...NEW, status: 'failed', ...BROKEN }) }, [job]: { json: aJob(FAILURE) } } },
  'dataset whose job is lost': { address: dataset, shows: 'Could not load its job', replies: { [dataset]: { json: aDataset({ ...NEW, status: 'processing' }) }, [job]: FAILED } },
  'dataset stale': { address: dataset, shows: 'Could not refresh.', replies: { [dataset]: [{ json: aDataset({ ...NEW, status: 'processing' }) }, 'break'], [job]: { json: aJob(RUNNING) } } },
  'report loading': { address: dataset, shows: 'Original file', replies: { ...done, [report]: 'hold' } },
  'report failed': { address: dataset, shows: 'Could not load the report', replies: { ...done, [report]: FAILED } },
  'report not there': { address: dataset, shows: 'There is no report yet', replies: { ...done, [report]: MISSING } },
  'report of another shape': { address: dataset, shows: 'The report has a shape that this page does not know.', replies: { ...done, [report]: { json: { rows: 1 } } } },
  'job loading': { address: job, shows: 'Job', replies: { [job]: 'hold' } },
  'job failed to load': { address: job, shows: 'Could not load the job', replies: { [job]: FAILED } },
  'job not found': { address: job, shows: 'No such job', replies: { [job]: MISSING } },
  'job queued': { address: job, shows: 'Waiting for a worker', replies: of(QUEUED, 'uploaded') },
  'job running': { address: job, shows: 'Reading the file', replies: of(RUNNING) },
  'job retrying': { address: job, shows: /Interrupted; will be tried again shortly/, replies: of(RETRYING) },
  'job done': { address: job, shows: 'Ran 12 s', replies: done },
  'job with a failure': { address: job, shows: 'A value is too large', replies: of(FAILURE, 'failed') },
  'job lost': { address: job, shows: 'The worker stopped unexpectedly', replies: of(LOST, 'failed') },
  'job stale': { address: job, shows: 'Could not refresh.', replies: { ...of(RUNNING), [job]: [{ json: aJob(RUNNING) }, 'break'] } },
  'settings loading': { address: '/settings', shows: 'Settings', replies: { '/meta': 'hold', '/readyz': 'hold' } },
  'settings without answers': { address: '/settings', shows: "Could not load the service's health", replies: { '/meta': FAILED, '/readyz': 'break' } },
  'settings with parts away': {
    address: '/settings',
    shows: 'Storage: cannot be reached',
    replies: { '/readyz': { status: 503, json: { detail: 'Not ready.', checks: { postgres: 'ok', rabbitmq: 'ok', storage: 'failed' } } } },
  },
};

const SCREENS = ['datasets', 'jobs', 'dataset', 'report', 'job', 'settings'];

for (const screen of SCREENS) {
  test(`every state of the ${screen} is shown and accessible`, async ({ page, faults }) => {
    test.setTimeout(240_000);
    faults.allow(FAILED_ANSWER);
    for (const [name, { address, shows, replies }] of Object.entries(STATES)) {
      if (name.split(/[ ,]/)[0] !== screen) continue;
      // The screen before would go on asking, and take answers meant for this one.
      await page.goto('about:blank');
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await answer(page, replies);
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 }), name).toBeVisible();
      await expect(page.getByText(shows).filter({ visible: true }).first(), name).toBeVisible();
      if (name.endsWith('loading')) await expect(page.getByRole('status', { name: 'Loading' }).first()).toBeVisible();
      if (/failed( to load)?$/.test(name) && replies[address] !== undefined) await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
      await expectAccessible(page);
    }
  });
}
