import type { Job } from './queries';

/** What a live job is doing, in words; its progress tells. */
export function describeStage({ state, progress, attempt }: Pick<Job, 'state' | 'progress' | 'attempt'>): string {
  if (state === 'queued') return attempt > 0 ? 'Waiting for a worker to take over' : 'Waiting for a worker';
  if (state === 'retrying') return 'Interrupted; will be tried again shortly';
  if (state === 'success') return 'Finished';
  if (state === 'failure') return 'Failed';
  if (progress < 25) return 'Reading the file';
  if (progress < 60) return 'Computing statistics';
  if (progress < 85) return 'Searching for anomalies';
  return 'Storing the report';
}
