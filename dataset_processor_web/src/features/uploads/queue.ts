import type { Schemas } from '@/api/client';
import { addSample, type Sample } from '@/lib/rate';
import type { UploadFailure } from './failures';

export type UploadStatus = 'waiting' | 'sending' | 'storing' | 'starting' | 'done' | 'failed' | 'cancelled';

/** One file on its way. `run` tells the present try from those given up. */
export interface UploadItem {
  id: string;
  file: File;
  /** Files that were on their way at the same time have the same. */
  batch: number;
  status: UploadStatus;
  run: number;
  loaded: number;
  samples: Sample[];
  failure: UploadFailure | null;
  /** Times it was tried again by itself. */
  repeats: number;
  /** When it will be tried again by itself; Infinity: when the connection is back. */
  retryAt: number | null;
  dataset: Schemas['DatasetUploadPublic'] | null;
  jobId: string | null;
}

export type UploadEvent =
  | { type: 'added'; items: UploadItem[] }
  | { type: 'started'; id: string; at: number }
  | { type: 'progressed'; id: string; run: number; loaded: number; at: number }
  | { type: 'sent'; id: string; run: number }
  | { type: 'stored'; id: string; run: number; dataset: Schemas['DatasetUploadPublic'] }
  | { type: 'done'; id: string; run: number; jobId: string }
  | { type: 'failed'; id: string; run: number; failure: UploadFailure; retryAt: number | null }
  | { type: 'cancelled'; id: string }
  | { type: 'retried'; id: string; byItself: boolean; batch?: number }
  | { type: 'removed'; ids: string[] };

export const AT_A_TIME = 2;
const BUSY: readonly UploadStatus[] = ['sending', 'storing', 'starting'];

export function newItem(id: string, file: File, failure: UploadFailure | null, batch = 0): UploadItem {
  return {
    id,
    file,
    batch,
    status: failure === null ? 'waiting' : 'failed',
    run: 0,
    loaded: 0,
    samples: [],
    failure,
    repeats: 0,
    retryAt: null,
    dataset: null,
    jobId: null,
  };
}

export function isBusy(item: UploadItem): boolean {
  return BUSY.includes(item.status);
}

/** Not ended: leaving now would lose it. */
export function isPending(item: UploadItem): boolean {
  return item.status === 'waiting' || isBusy(item);
}

/** Whether it can still be stopped: processing that is being asked for is not taken back. */
export function canCancel(item: UploadItem): boolean {
  return isPending(item) && item.status !== 'starting';
}

/** A file of an earlier load of this page, of which nothing but the name is left. */
export function isInterrupted({ status, failure }: UploadItem): boolean {
  return status === 'failed' && failure?.cause === 'interrupted';
}

/** What did not happen, to be followed by the reason. */
export function whatFailed(item: UploadItem): string {
  if (isInterrupted(item)) return 'Interrupted';
  return item.dataset === null ? 'Not uploaded' : 'Uploaded, but processing could not be started';
}

/** The batch of what is added now: that of what is on its way, or else a new one. */
export function nextBatch(items: readonly UploadItem[]): number {
  const last = (some: readonly UploadItem[]) => some.reduce((most, { batch }) => Math.max(most, batch), 0);
  const pending = items.filter(isPending);
  return pending.length > 0 ? last(pending) : last(items) + 1;
}

/** What may begin now, in order, so that no more than two run at once. */
export function nextToStart(items: readonly UploadItem[]): UploadItem[] {
  const free = AT_A_TIME - items.filter(isBusy).length;
  const ready = items.filter((item) => item.status === 'waiting' && item.retryAt === null);
  return free > 0 ? ready.slice(0, free) : [];
}

/** The queue after an event. Events of a try that was given up change nothing. */
export function reduce(items: readonly UploadItem[], event: UploadEvent): UploadItem[] {
  if (event.type === 'added') return [...items, ...event.items];
  if (event.type === 'removed') return items.filter((item) => !event.ids.includes(item.id));
  return items.map((item) => (item.id === event.id ? advance(item, event) : item));
}

type ItemEvent = Exclude<UploadEvent, { type: 'added' | 'removed' }>;

function advance(item: UploadItem, event: ItemEvent): UploadItem {
  if ('run' in event && (event.run !== item.run || !isBusy(item))) return item;
  switch (event.type) {
    case 'started':
      return { ...item, ...begin(item, event.at), run: item.run + 1, failure: null, retryAt: null };
    case 'progressed': {
      const loaded = Math.min(event.loaded, item.file.size);
      return { ...item, loaded, samples: addSample(item.samples, { at: event.at, done: loaded }) };
    }
    case 'sent':
      return { ...item, status: 'storing', loaded: item.file.size };
    case 'stored':
      return { ...item, status: 'starting', dataset: event.dataset };
    case 'done':
      return { ...item, status: 'done', jobId: event.jobId };
    case 'failed': {
      const { failure, retryAt } = event;
      return { ...item, status: retryAt === null ? 'failed' : 'waiting', failure, retryAt };
    }
    case 'cancelled':
      return canCancel(item) ? { ...item, status: 'cancelled', retryAt: null } : item;
    case 'retried':
      return retry(item, event.byItself, event.batch ?? item.batch);
  }
}

/** A file that is stored already need not be sent again. */
function begin(item: UploadItem, at: number): Pick<UploadItem, 'status' | 'loaded' | 'samples'> {
  if (item.dataset !== null) return { status: 'starting', loaded: item.file.size, samples: [] };
  return { status: 'sending', loaded: 0, samples: [{ at, done: 0 }] };
}

function retry(item: UploadItem, byItself: boolean, batch: number): UploadItem {
  if (isBusy(item) || item.status === 'done') return item;
  return { ...item, batch, status: 'waiting', failure: null, retryAt: null, repeats: byItself ? item.repeats + 1 : 0 };
}
