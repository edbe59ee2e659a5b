import { HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { meta } from '@/testing/builders';
import { on, server } from '@/testing/server';
import { api, ApiError, describeDetail, isTemporary, NO_ANSWER, unwrap } from './client';

const failed = async () => {
  const error: unknown = await unwrap(api.GET('/meta')).catch((cause: unknown) => cause);
  if (!(error instanceof ApiError)) throw new Error('no ApiError');
  return error;
};

it('gives the data of an answer', async () => {
  server.use(on.get('/meta', () => HttpResponse.json(meta({ version: '9.9' }))));
  expect((await unwrap(api.GET('/meta'))).version).toBe('9.9');
});

it('gives the sentence, status and request id of an error', async () => {
  server.use(
    on.get('/meta', () =>
      HttpResponse.json({ detail: 'The database cannot be reached.' }, { status: 503, headers: { 'X-Request-ID': 'r-1' } }),
    ),
  );
  expect(await failed()).toMatchObject({ message: 'The database cannot be reached.', status: 503, requestId: 'r-1' });
});

it('says that there was no answer', async () => {
  server.use(on.get('/meta', () => HttpResponse.error()));
  expect(await failed()).toMatchObject({ message: NO_ANSWER, status: null });
});

it('takes a gateway’s error for no answer', async () => {
  server.use(on.get('/meta', () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502 })));
  expect(await failed()).toMatchObject({ message: NO_ANSWER, status: 502 });
});

it('reads both kinds of detail, and does without', () => {
  expect(describeDetail({ detail: 'Too large.' }, 413)).toBe('Too large.');
  expect(describeDetail({ detail: [{ msg: 'a' }, { msg: 'b' }] }, 422)).toBe('a; b');
  expect(describeDetail({ detail: [{ msg: 'Value error, must not be blank' }] }, 422)).toBe('must not be blank');
  expect(describeDetail('<html>', 500)).toBe('The server answered with status 500.');
});

it('knows what may pass', () => {
  expect(isTemporary(new ApiError('', 404))).toBe(false);
  expect(isTemporary(new ApiError('', 503))).toBe(true);
  expect(isTemporary(new ApiError('', null))).toBe(true);
  expect(isTemporary(new ApiError('', 429))).toBe(true);
  expect(isTemporary(new TypeError('a bug of ours'))).toBe(false);
});
