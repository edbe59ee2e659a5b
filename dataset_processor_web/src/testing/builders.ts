import type { Schemas } from '@/api/client';

export const DATASET_ID = '0b0e7b1c-3f6d-4c55-9a51-6f0f6f3b2a10';
export const JOB_ID = '5d8f1c52-0000-4000-8000-0a1b2c3d4e5f';

export function aDataset(changes: Partial<Schemas['DatasetPublic']> = {}): Schemas['DatasetPublic'] {
  return {
    id: DATASET_ID,
    name: 'Sales of March',
    status: 'done',
    row_count: 1234,
    latest_job_id: JOB_ID,
    report_available: true,
    error: null,
    error_code: null,
    error_row: null,
    error_byte_offset: null,
    original_filename: 'sales.csv',
    content_type: 'text/csv',
    size_bytes: 56_789,
    uploaded_at: '2026-03-04T05:06:07Z',
    processed_at: '2026-03-04T05:06:09Z',
    ...changes,
  };
}

export function aJob(changes: Partial<Schemas['JobPublic']> = {}): Schemas['JobPublic'] {
  return {
    id: JOB_ID,
    dataset_id: DATASET_ID,
    dataset_name: 'Sales of March',
    state: 'success',
    progress: 100,
    error: null,
    error_code: null,
    error_row: null,
    error_byte_offset: null,
    attempt: 1,
    rows_done: 1234,
    bytes_done: 56_789,
    queued_at: '2026-03-04T05:06:07Z',
    started_at: '2026-03-04T05:06:08Z',
    finished_at: '2026-03-04T05:06:20Z',
    ...changes,
  };
}

export function anUpload(changes: Partial<Schemas['DatasetUploadPublic']> = {}): Schemas['DatasetUploadPublic'] {
  return {
    id: DATASET_ID,
    name: 'sales.csv',
    status: 'uploaded',
    checksum_sha256: 'ab'.repeat(32),
    size_bytes: 8,
    uploaded_at: '2026-03-04T05:06:07Z',
    already_existed: false,
    ...changes,
  };
}

export function counts(changes: Partial<Schemas['JobCounts']> = {}): Schemas['JobCounts'] {
  return { queued: 0, started: 0, retrying: 0, success: 0, failure: 0, ...changes };
}

export function meta(changes: Partial<Schemas['Meta']> = {}): Schemas['Meta'] {
  return {
    version: '0.1.0',
    accepted_types: ['text/csv', 'application/json'],
    limits: {
      max_upload_bytes: 21_474_836_480,
      max_rows: 1_000_000_000,
      max_fields: 10_000,
      max_field_bytes: 16_777_216,
      max_nesting_depth: 200,
    },
    ...changes,
  };
}
