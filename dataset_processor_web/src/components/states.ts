import type { Schemas } from '@/api/client';

export type DatasetStatus = Schemas['DatasetStatus'];
export type JobState = Schemas['JobState'];

export const DATASET_STATUSES: readonly DatasetStatus[] = ['uploaded', 'processing', 'done', 'failed'];
export const JOB_STATES: readonly JobState[] = ['queued', 'started', 'retrying', 'success', 'failure'];

interface Look {
  label: string;
  color: string;
}

/** The words and colours of every state, in one place. */
export const STATE_LOOKS: Record<DatasetStatus | JobState, Look> = {
  uploaded: { label: 'Uploaded', color: 'gray' },
  processing: { label: 'Processing', color: 'blue' },
  done: { label: 'Done', color: 'teal' },
  failed: { label: 'Failed', color: 'red' },
  queued: { label: 'Queued', color: 'gray' },
  started: { label: 'Running', color: 'blue' },
  retrying: { label: 'Retrying', color: 'orange' },
  success: { label: 'Succeeded', color: 'teal' },
  failure: { label: 'Failed', color: 'red' },
};

export function isLive(state: JobState): boolean {
  return state === 'queued' || state === 'started' || state === 'retrying';
}
