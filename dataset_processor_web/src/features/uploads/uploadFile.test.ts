import { HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { anUpload } from '@/testing/builders';
import { on, server } from '@/testing/server';
import { uploadFile } from './uploadFile';

const FILE = new File(['a,b\n1,2\n'], ' my data.csv');

function send(signal = new AbortController().signal) {
  const onProgress = vi.fn<(loaded: number) => void>();
  const onSent = vi.fn();
  return { onProgress, onSent, result: uploadFile(FILE, { signal, onProgress, onSent }) };
}

it('sends name, type and bytes, and gives what was stored', async () => {
  const seen: Record<string, unknown> = {};
  server.use(
    on.post('/datasets', async ({ request }) => {
      const form = await request.formData();
      const file = form.get('file') as File;
      Object.assign(seen, { name: form.get('name'), filename: file.name, type: file.type, text: await file.text() });
      return HttpResponse.json(anUpload({ already_existed: true }), { status: 201 });
    }),
  );
  const { result, onProgress, onSent } = send();
  expect((await result).already_existed).toBe(true);
  expect(seen).toEqual({ name: 'my data.csv', filename: ' my data.csv', type: 'text/csv', text: 'a,b\n1,2\n' });
  expect(onSent).toHaveBeenCalled();
  for (const [loaded] of onProgress.mock.calls) expect(loaded).toBeLessThanOrEqual(FILE.size);
});

it('gives the server’s reason, the request id and how long to wait', async () => {
  server.use(
    on.post('/datasets', () =>
      HttpResponse.json({ detail: 'Storage is away.' }, { status: 503, headers: { 'Retry-After': '7', 'X-Request-ID': 'r' } }),
    ),
  );
  await expect(send().result).rejects.toMatchObject({ status: 503, message: 'Storage is away.', retryAfter: 7, requestId: 'r' });
});

it('says that there was no answer', async () => {
  server.use(on.post('/datasets', () => HttpResponse.error()));
  await expect(send().result).rejects.toMatchObject({ status: null });
});

it('can be stopped', async () => {
  server.use(on.post('/datasets', () => new Promise<never>(() => undefined)));
  const abort = new AbortController();
  const { result } = send(abort.signal);
  abort.abort();
  await expect(result).rejects.toMatchObject({ name: 'AbortError' });
});
