import type { Page } from '@playwright/test';
import type { Dataset, Job } from './api.ts';

/** Answers made up for states that a healthy stack does not show. */
export const DATASET_ID = '0b0e7b1c-3f6d-4c55-9a51-6f0f6f3b2a10';
export const JOB_ID = '5d8f1c52-0000-4000-8000-0a1b2c3d4e5f';
const REQUEST_ID = 'a-request-of-the-tests';

/** An answer; 'hold' never answers, 'break' breaks the connection. */
export type Reply = { status?: number; json?: unknown; body?: string; headers?: Record<string, string> } | 'hold' | 'break';
/** By path of the API, without its query; of several replies the last one stays. */
export type Replies = Record<string, Reply | Reply[]>;

export async function answer(page: Page, replies: Replies): Promise<void> {
  for (const [path, reply] of Object.entries(replies)) {
    const queue = Array.isArray(reply) ? [...reply] : [reply];
    await page.route(
      (url) => url.pathname === `/api${path}`,
      async (route) => {
        const next = queue.length > 1 ? queue.shift() : queue[0];
        if (next === undefined || next === 'hold') return;
        if (next === 'break') return route.abort('connectionreset');
        const headers = { 'X-Request-ID': REQUEST_ID, ...next.headers };
        return route.fulfill({ ...next, headers: next.json === undefined ? headers : { ...headers, 'Content-Type': 'application/json' } });
      },
    );
  }
}

export const FAILED: Reply = { status: 503, json: { detail: 'The database cannot be reached.' } };
export const MISSING: Reply = { status: 404, json: { detail: 'Not found.' } };

export function aDataset(changes: Partial<Dataset> = {}): Dataset {
  const error = { error: null, error_code: null, error_row: null, error_byte_offset: null };
  const times = { uploaded_at: '2026-03-04T05:06:07Z', processed_at: '2026-03-04T05:06:20Z' };
  const file = { original_filename: 'sales.csv', content_type: 'text/csv', size_bytes: 56_789 };
  const state = { status: 'done', row_count: 1234, latest_job_id: JOB_ID, report_available: true } as const;
  return { id: DATASET_ID, name: 'Sales of March', ...error, ...times, ...file, ...state, ...changes };
}

export const NEW = { status: 'uploaded', row_count: null, report_available: false, processed_at: null } as const;
export const BROKEN = {
  error: 'Row 7: the value of "amount" is not closed.',
  error_code: 'field_too_large',
  error_row: 6,
  error_byte_offset: 1234,
} as const;

export function aJob(changes: Partial<Job> = {}): Job {
  const error = { error: null, error_code: null, error_row: null, error_byte_offset: null };
  const times = { queued_at: '2026-03-04T05:06:07Z', started_at: '2026-03-04T05:06:08Z', finished_at: '2026-03-04T05:06:20Z' };
  const state = { state: 'success', progress: 100, attempt: 1, rows_done: 1234, bytes_done: 56_789 } as const;
  const dataset = { dataset_id: DATASET_ID, dataset_name: 'Sales of March' };
  return { id: JOB_ID, ...dataset, ...error, ...times, ...state, ...changes };
}

export const QUEUED = { state: 'queued', progress: 0, attempt: 0, rows_done: null, bytes_done: null, started_at: null, finished_at: null } as const;
export const RUNNING = { state: 'started', progress: 12, rows_done: 600, bytes_done: 28_000, finished_at: null } as const;
export const RETRYING = {
  ...RUNNING,
  state: 'retrying',
  attempt: 2,
  error: 'The object storage could not be reached or broke off.',
  error_code: 'storage_unavailable',
} as const;
export const FAILURE = { state: 'failure', progress: 25, ...BROKEN } as const;
export const LOST = { state: 'failure', attempt: 4, error: 'The worker stopped.', error_code: 'worker_lost' } as const;

const list = (name: 'datasets' | 'jobs', rows: readonly unknown[]) => ({ json: { [name]: rows, next_cursor: null, has_more: false } });
export const datasets = (...rows: Dataset[]) => list('datasets', rows);
export const jobs = (...rows: Job[]) => list('jobs', rows);
export const counts = (changes: Partial<Record<Job['state'], number>> = {}) => ({
  json: { queued: 0, started: 0, retrying: 0, success: 0, failure: 0, ...changes },
});
