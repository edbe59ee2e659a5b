import { useState } from 'react';
import { addSample, estimate, type Estimate, type Sample } from '@/lib/rate';
import type { Job } from './queries';

interface Seen {
  attempt: number;
  at: number;
  bytes: Sample[];
  rows: Sample[];
}

const NOTHING: Seen = { attempt: 0, at: 0, bytes: [], rows: [] };

/** Speed and time left while the file is being read, from what successive answers said. */
export function useJobRate(job: Job, answeredAt: number, sizeBytes: number | null): { bytes: Estimate | null; rows: Estimate | null } {
  const [seen, setSeen] = useState<Seen>(NOTHING);
  if (answeredAt !== seen.at) setSeen(observe(seen, job, answeredAt));
  return { bytes: estimate(seen.bytes, sizeBytes), rows: estimate(seen.rows, null) };
}

/** A new attempt begins at the front of the file, so what was seen of the one before says nothing. */
export function observe(seen: Seen, job: Pick<Job, 'attempt' | 'bytes_done' | 'rows_done'>, at: number): Seen {
  const { attempt, bytes, rows } = seen.attempt === job.attempt ? seen : { ...NOTHING, attempt: job.attempt };
  return {
    attempt,
    at,
    bytes: job.bytes_done === null ? bytes : addSample(bytes, { at, done: job.bytes_done }),
    rows: job.rows_done === null ? rows : addSample(rows, { at, done: job.rows_done }),
  };
}
