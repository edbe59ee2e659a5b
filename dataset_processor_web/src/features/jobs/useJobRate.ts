import { useState } from 'react';
import { addSample, estimate, type Estimate, type Sample } from '@/lib/rate';
import type { Job } from './queries';

interface Seen {
  attempt: number;
  at: number;
  bytes: Sample[];
  rows: Sample[];
  /** What was expected when there was enough to say anything. */
  expected: { at: number; secondsLeft: number } | null;
}

export interface JobRate {
  bytes: Estimate | null;
  rows: Estimate | null;
  /** It takes more than twice the time that was expected at first. */
  late: boolean;
}

const NOTHING: Seen = { attempt: 0, at: 0, bytes: [], rows: [], expected: null };
/** An estimate of a second or two says little. */
const LEAST_LATE_MS = 10_000;

/** Speed and time left while the file is being read, from what successive answers said. */
export function useJobRate(job: Job, answeredAt: number, sizeBytes: number | null): JobRate {
  const [seen, setSeen] = useState<Seen>(NOTHING);
  if (answeredAt !== seen.at) setSeen(observe(seen, job, answeredAt, sizeBytes));
  return { bytes: estimate(seen.bytes, sizeBytes), rows: estimate(seen.rows, null), late: isLate(seen) };
}

/** A new attempt begins at the front of the file, so what was seen of the one before says nothing. */
export function observe(seen: Seen, job: Pick<Job, 'attempt' | 'bytes_done' | 'rows_done'>, at: number, sizeBytes: number | null): Seen {
  const before = seen.attempt === job.attempt ? seen : { ...NOTHING, attempt: job.attempt };
  const bytes = job.bytes_done === null ? before.bytes : addSample(before.bytes, { at, done: job.bytes_done });
  const rows = job.rows_done === null ? before.rows : addSample(before.rows, { at, done: job.rows_done });
  const secondsLeft = estimate(bytes, sizeBytes)?.secondsLeft ?? null;
  const expected = before.expected ?? (secondsLeft === null ? null : { at, secondsLeft });
  return { attempt: job.attempt, at, bytes, rows, expected };
}

function isLate({ at, expected }: Seen): boolean {
  return expected !== null && at - expected.at > Math.max(2000 * expected.secondsLeft, LEAST_LATE_MS);
}
