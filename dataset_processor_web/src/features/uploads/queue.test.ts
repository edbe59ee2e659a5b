import { expect, it } from 'vitest';
import { anUpload } from '@/testing/builders';
import { type UploadFailure } from './failures';
import { isPending, newItem, nextToStart, reduce, type UploadEvent, type UploadItem } from './queue';

const FAILURE: UploadFailure = { cause: 'unavailable', message: 'Away.', retryable: true, requestId: null };
const file = new File(['12345678'], 'a.csv');

function after(...events: UploadEvent[]): UploadItem[] {
  const items = ['1', '2', '3'].map((id) => newItem(id, file, null));
  return events.reduce<UploadItem[]>(reduce, items);
}

const started = (id: string): UploadEvent => ({ type: 'started', id, at: 0 });
const statusOf = (items: UploadItem[]) => items.map((item) => item.status);

it('runs two at a time, in order', () => {
  expect(nextToStart(after()).map(({ id }) => id)).toEqual(['1', '2']);
  expect(nextToStart(after(started('1'))).map(({ id }) => id)).toEqual(['2']);
  expect(nextToStart(after(started('1'), started('2')))).toEqual([]);
});

it('goes from sending to storing to starting to done', () => {
  const first = { id: '1', run: 1 };
  const [item] = after(
    started('1'),
    { type: 'progressed', ...first, loaded: 99, at: 5 },
    { type: 'sent', ...first },
    { type: 'stored', ...first, dataset: anUpload() },
    { type: 'done', ...first, jobId: 'j' },
  );
  expect(item).toMatchObject({ status: 'done', jobId: 'j', loaded: 8 });
});

it('ignores what comes late: after a cancel, and from a try that was given up', () => {
  const cancelled = after(started('1'), { type: 'cancelled', id: '1' }, { type: 'stored', id: '1', run: 1, dataset: anUpload() });
  expect(cancelled[0]).toMatchObject({ status: 'cancelled', dataset: null });
  const again = after(
    started('1'),
    { type: 'cancelled', id: '1' },
    { type: 'retried', id: '1', byItself: false },
    started('1'),
    { type: 'progressed', id: '1', run: 1, loaded: 8, at: 9 },
  );
  expect(again[0]).toMatchObject({ status: 'sending', run: 2, loaded: 0 });
});

it('waits before it tries again by itself, and gives others its place', () => {
  const items = after(started('1'), started('2'), { type: 'failed', id: '1', run: 1, failure: FAILURE, retryAt: 50 });
  expect(items[0]).toMatchObject({ status: 'waiting', retryAt: 50 });
  expect(nextToStart(items).map(({ id }) => id)).toEqual(['3']);
  expect(reduce(items, { type: 'retried', id: '1', byItself: true })[0]).toMatchObject({ repeats: 1, retryAt: null });
});

it('does not send again what is stored', () => {
  const items = after(
    started('1'),
    { type: 'stored', id: '1', run: 1, dataset: anUpload() },
    { type: 'failed', id: '1', run: 1, failure: FAILURE, retryAt: null },
    { type: 'retried', id: '1', byItself: false },
    started('1'),
  );
  expect(items[0]).toMatchObject({ status: 'starting', loaded: 8 });
});

it('does not cancel what has ended, and retries nothing that runs', () => {
  const done = after(started('1'), { type: 'done', id: '1', run: 1, jobId: 'j' }, { type: 'cancelled', id: '1' });
  expect(statusOf(done)[0]).toBe('done');
  expect(statusOf(reduce(after(started('1')), { type: 'retried', id: '1', byItself: false }))[0]).toBe('sending');
});

it('takes files off, and knows refused ones from the start', () => {
  expect(after({ type: 'removed', ids: ['1', '3'] }).map(({ id }) => id)).toEqual(['2']);
  const refused = newItem('9', file, FAILURE);
  expect(refused.status).toBe('failed');
  expect(isPending(refused)).toBe(false);
});
