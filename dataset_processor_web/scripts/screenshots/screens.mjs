// Which pictures are taken. `answers` stands in for the API where a stack cannot be brought into that state in a moment; `act` is done first.

const NOTHING = { datasets: [], jobs: [], next_cursor: null, has_more: false };
const NO_JOBS = { queued: 0, started: 0, retrying: 0, success: 0, failure: 0 };

const tickAll = (page) => page.getByRole('checkbox', { name: 'Select all on this page' }).check();

async function askToDelete(page) {
  await tickAll(page);
  await page.getByRole('button', { name: /^Delete \d+$/ }).click();
  await page.getByRole('dialog').waitFor();
}

/** A job in the middle of its work, and the dataset it is of. */
function atWork({ dataset, job }) {
  const now = Date.now();
  const since = (seconds) => new Date(now - seconds * 1000).toISOString();
  const blank = { error: null, error_code: null, error_row: null, error_byte_offset: null };
  return {
    [`/jobs/${job}`]: {
      ...blank, id: job, dataset_id: dataset, dataset_name: 'Web log, first half of 2026', state: 'started', progress: 47, attempt: 1,
      rows_done: 61_730_442, bytes_done: 5_812_349_870, queued_at: since(44), started_at: since(41), finished_at: null,
    },
    [`/datasets/${dataset}`]: {
      ...blank, id: dataset, name: 'Web log, first half of 2026', status: 'processing', row_count: null, latest_job_id: job,
      report_available: false, original_filename: 'access.csv', content_type: 'text/csv', size_bytes: 12_884_901_888,
      uploaded_at: since(46), processed_at: null,
    },
  };
}

/** The two pictures of the README. */
export function showcase({ trips }) {
  return [
    { name: 'report', path: `/datasets/${trips.dataset}`, scheme: 'light', window: { width: 1240, height: 1300 } },
    { name: 'datasets', path: '/', scheme: 'dark', window: { width: 1240, height: 620 } },
  ];
}

/** Every screen in its states. */
export function everything({ trips, orders, extremes, header, broken, stock }) {
  const empty = { '/datasets': NOTHING, '/jobs': NOTHING, '/jobs/counts': NO_JOBS };
  return [
    { name: 'datasets', path: '/' },
    { name: 'datasets-ticked', path: '/', act: tickAll },
    { name: 'datasets-deleting', path: '/', act: askToDelete },
    { name: 'datasets-first', path: '/', answers: empty },
    { name: 'datasets-no-match', path: '/?name_contains=nothing+like+it' },
    { name: 'upload', path: '/upload' },
    { name: 'report', path: `/datasets/${trips.dataset}` },
    { name: 'report-small', path: `/datasets/${orders.dataset}` },
    { name: 'report-json', path: `/datasets/${stock.dataset}` },
    { name: 'report-extremes', path: `/datasets/${extremes.dataset}` },
    { name: 'report-no-rows', path: `/datasets/${header.dataset}` },
    { name: 'report-table', path: `/datasets/${trips.dataset}?view=table` },
    { name: 'column', path: `/datasets/${trips.dataset}?col=duration_min` },
    { name: 'column-text', path: `/datasets/${trips.dataset}?col=from_station` },
    { name: 'dataset-failed', path: `/datasets/${broken.dataset}` },
    { name: 'dataset-at-work', path: `/datasets/${trips.dataset}`, answers: atWork(trips) },
    { name: 'dataset-missing', path: '/datasets/00000000-0000-4000-8000-000000000000' },
    { name: 'jobs', path: '/jobs' },
    { name: 'jobs-first', path: '/jobs', answers: empty },
    { name: 'job', path: `/jobs/${trips.job}` },
    { name: 'job-failed', path: `/jobs/${broken.job}` },
    { name: 'job-at-work', path: `/jobs/${trips.job}`, answers: atWork(trips) },
    { name: 'settings', path: '/settings' },
    { name: 'no-such-page', path: '/nothing/here' },
  ];
}
