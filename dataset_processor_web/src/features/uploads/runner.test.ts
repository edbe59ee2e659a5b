import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { ApiError } from '@/api/client';
import { anUpload, meta } from '@/testing/builders';
import { type Transport, UploadRunner } from './runner';
import { type SendOptions, UploadError } from './uploadFile';

type Upload = Schemas['DatasetUploadPublic'];

/** Sends nothing; the test says when and how each file ends. */
class FakeTransport implements Transport {
  sent: { file: File; options: SendOptions; resolve: (upload: Upload) => void; reject: (error: unknown) => void }[] = [];
  online = true;
  process = vi.fn((id: string) => Promise.resolve(`job of ${id}`));
  readLimits = vi.fn(() => Promise.resolve(meta()));
  onChange = vi.fn();
  remember = vi.fn();
  now = () => Date.now();
  isOnline = () => this.online;
  send = (file: File, options: SendOptions) =>
    new Promise<Upload>((resolve, reject) => this.sent.push({ file, options, resolve, reject }));
}

const csv = (name: string) => new File(['a\n1\n'], name);
let transport: FakeTransport;
let runner: UploadRunner;
const statuses = () => runner.getState().items.map((item) => item.status);
const said = () => runner.getState().announcements.map(({ text }) => text);
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  transport = new FakeTransport();
  runner = new UploadRunner(transport);
});
afterEach(() => vi.useRealTimers());

it('sends two at a time and has each processed', async () => {
  runner.add([csv('1.csv'), csv('2.csv'), csv('3.csv')]);
  expect(statuses()).toEqual(['sending', 'sending', 'waiting']);
  transport.sent[0]?.options.onProgress(2);
  transport.sent[0]?.options.onSent();
  expect(statuses()[0]).toBe('storing');
  transport.sent[0]?.resolve(anUpload({ id: 'x' }));
  await settle();
  expect(statuses()).toEqual(['done', 'sending', 'sending']);
  expect(runner.getState().items[0]?.jobId).toBe('job of x');
  expect(transport.onChange).toHaveBeenCalled();
  expect(said()).toEqual(['Uploading 1.csv', 'Uploading 2.csv', '1.csv is uploaded', 'Uploading 3.csv']);
});

it('refuses what need not be sent, and names folders', () => {
  runner.learn(meta());
  runner.add([csv('a.txt')], ['photos']);
  expect(transport.sent).toHaveLength(0);
  expect(runner.getState().items.map((item) => item.failure?.cause)).toEqual(['wrong_type', 'folder']);
  expect(said()).toEqual([expect.stringMatching(/a\.txt: .* photos: /)]);
});

it('cancels what waits and what is being sent; a late answer changes nothing', async () => {
  runner.add([csv('1.csv'), csv('2.csv'), csv('3.csv')]);
  runner.cancel('upload-3');
  runner.cancel('upload-1');
  expect(transport.sent[0]?.options.signal.aborted).toBe(true);
  transport.sent[0]?.resolve(anUpload());
  await settle();
  expect(statuses()).toEqual(['cancelled', 'sending', 'cancelled']);
  runner.retry('upload-1');
  expect(statuses()[0]).toBe('sending');
});

it('tries again by itself after 1, 3 and 9 seconds, then leaves it to the user', async () => {
  runner.add([csv('1.csv')]);
  for (const seconds of [1, 3, 9]) {
    transport.sent.at(-1)?.reject(new ApiError('Away.', 500));
    await settle();
    expect(statuses()).toEqual(['waiting']);
    await vi.advanceTimersByTimeAsync(seconds * 1000);
    expect(statuses()).toEqual(['sending']);
  }
  transport.sent.at(-1)?.reject(new ApiError('Away.', 500));
  await settle();
  expect(statuses()).toEqual(['failed']);
  expect(said()).toEqual(['Uploading 1.csv', '1.csv: Not uploaded. Away.']);
});

it('waits as long as the server says', async () => {
  runner.add([csv('1.csv')]);
  transport.sent[0]?.reject(new UploadError('Away.', 503, null, 20));
  await vi.advanceTimersByTimeAsync(19_000);
  expect(statuses()).toEqual(['waiting']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(statuses()).toEqual(['sending']);
});

it('never tries again by itself what was refused', async () => {
  runner.add([csv('1.csv')]);
  transport.sent[0]?.reject(new ApiError('Not supported.', 415));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(statuses()).toEqual(['failed']);
  expect(transport.sent).toHaveLength(1);
});

it.each([413, null, 502])('asks for the limits where %s may mean a file over them, and does not try again', async (status) => {
  runner.learn(meta());
  transport.readLimits.mockResolvedValue(meta({ limits: { ...meta().limits, max_upload_bytes: 3 } }));
  runner.add([csv('1.csv')]);
  transport.sent[0]?.reject(new ApiError('Why.', status));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(statuses()).toEqual(['failed']);
  expect(runner.getState().items[0]?.failure?.message).toBe('The file is too large: 4 B. The limit is 3 B.');
  expect(transport.sent).toHaveLength(1);
});

it('tries again where the limits cannot be asked for either', async () => {
  runner.learn(meta());
  transport.readLimits.mockRejectedValue(new ApiError('No answer.', null));
  runner.add([csv('1.csv')]);
  transport.sent[0]?.reject(new ApiError('No answer.', null));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(transport.sent).toHaveLength(2);
});

it('waits for the connection', async () => {
  transport.online = false;
  runner.add([csv('1.csv')]);
  transport.sent[0]?.reject(new ApiError('No answer.', null));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(statuses()).toEqual(['waiting']);
  runner.hurry();
  expect(statuses()).toEqual(['sending']);
});

it('asks only for processing where the file is stored already', async () => {
  transport.process.mockRejectedValueOnce(new ApiError('Gone.', 404));
  runner.add([csv('1.csv')]);
  transport.sent[0]?.resolve(anUpload());
  await settle();
  expect(statuses()).toEqual(['failed']);
  runner.retry('upload-1');
  await settle();
  expect(statuses()).toEqual(['done']);
  expect(transport.sent).toHaveLength(1);
});

it('does not say that a stored file was not uploaded, nor stops what the server has been asked to begin', async () => {
  transport.process.mockRejectedValueOnce(new ApiError('Gone.', 404));
  runner.add([csv('1.csv')]);
  transport.sent[0]?.resolve(anUpload());
  await settle();
  expect(said().at(-1)).toBe('1.csv: Uploaded, but processing could not be started. Gone.');
  transport.process.mockReturnValueOnce(new Promise(() => undefined));
  runner.retry('upload-1');
  runner.cancel('upload-1');
  expect(statuses()).toEqual(['starting']);
});

it('takes one interrupted file off for each of its name', () => {
  runner = new UploadRunner(transport, ['same.csv', 'same.csv', 'other.csv']);
  runner.add([csv('same.csv')]);
  expect(runner.getState().items.map(({ file, status }) => [file.name, status])).toEqual([
    ['same.csv', 'failed'],
    ['other.csv', 'failed'],
    ['same.csv', 'sending'],
  ]);
});

it('says no more than the last few things', () => {
  runner.learn(meta());
  for (let count = 1; count <= 9; count += 1) runner.add([csv(`${count}.txt`)]);
  expect(said().map((text) => text.slice(0, 2))).toEqual(['4.', '5.', '6.', '7.', '8.', '9.']);
});

it('clears what has ended', async () => {
  runner.add([csv('1.csv'), csv('2.csv')]);
  transport.sent[0]?.resolve(anUpload());
  await settle();
  runner.clear();
  expect(runner.getState().items.map((item) => item.file.name)).toEqual(['2.csv']);
});
