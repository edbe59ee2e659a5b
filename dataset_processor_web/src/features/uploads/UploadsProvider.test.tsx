import { act, waitFor } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { queryKeys } from '@/api/queryKeys';
import { anUpload, DATASET_ID, JOB_ID, meta } from '@/testing/builders';
import { renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import type { UploadRunner } from './runner';
import { UploadsProvider } from './UploadsProvider';
import { useUploads } from './useUploads';

const CSV = new File(['a\n1\n'], 'a.csv', { type: 'text/csv' });

function show() {
  const found: { runner?: UploadRunner } = {};
  function Probe() {
    const runner = useUploads();
    return <button onClick={() => (found.runner = runner)}>probe</button>;
  }
  const view = renderAt(
    <UploadsProvider>
      <Probe />
    </UploadsProvider>,
  );
  view.getByRole('button').click();
  if (found.runner === undefined) throw new Error('no runner');
  return { ...view, runner: found.runner };
}

function leave(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return !event.defaultPrevented;
}

it('has what is stored processed, and makes the lists look again', async () => {
  server.use(
    on.get('/meta', () => HttpResponse.json(meta())),
    on.post('/datasets', () => HttpResponse.json(anUpload(), { status: 201 })),
    on.post('/datasets/:id/process', ({ params }) =>
      HttpResponse.json({ job_id: JOB_ID, dataset_id: String(params.id), state: 'queued', progress: 0 }, { status: 202 }),
    ),
  );
  const { runner, client } = show();
  const invalidate = vi.spyOn(client, 'invalidateQueries');
  act(() => runner.add([CSV]));
  await waitFor(() => expect(runner.getState().items[0]?.status).toBe('done'));
  expect(runner.getState().items[0]).toMatchObject({ jobId: JOB_ID, dataset: { id: DATASET_ID } });
  await waitFor(() => expect(invalidate).toHaveBeenCalledWith({ queryKey: [queryKeys.datasets] }));
  expect(invalidate).toHaveBeenCalledWith({ queryKey: [queryKeys.jobs] });
});

it('asks before the tab is left while files are on their way, and only then', async () => {
  server.use(
    on.get('/meta', () => HttpResponse.json(meta())),
    on.post('/datasets', () => new Promise<never>(() => undefined)),
  );
  const { runner } = show();
  expect(leave()).toBe(true);
  act(() => runner.add([CSV]));
  await waitFor(() => expect(leave()).toBe(false));
  act(() => runner.cancel('upload-1'));
  await waitFor(() => expect(leave()).toBe(true));
});

it('remembers what was unfinished when the page went away, until it is chosen again or dismissed', async () => {
  let store: () => void = () => undefined;
  const stored = new Promise<void>((resolve) => (store = resolve));
  server.use(
    on.get('/meta', () => HttpResponse.json(meta())),
    on.post('/datasets', async () => {
      await stored;
      return HttpResponse.json(anUpload(), { status: 201 });
    }),
    on.post('/datasets/:id/process', () =>
      HttpResponse.json({ job_id: JOB_ID, dataset_id: DATASET_ID, state: 'queued', progress: 0 }, { status: 202 }),
    ),
  );
  const other = new File(['b\n2\n'], 'b.csv', { type: 'text/csv' });
  const first = show();
  act(() => first.runner.add([CSV, other, new File([], 'empty.csv')]));
  first.unmount();

  const second = show();
  const names = () => second.runner.getState().items.map(({ file, status, failure }) => [file.name, status, failure?.cause]);
  expect(names()).toEqual([
    ['a.csv', 'failed', 'interrupted'],
    ['b.csv', 'failed', 'interrupted'],
  ]);
  expect(leave()).toBe(true);
  act(() => second.runner.remove('upload-2'));
  act(() => second.runner.add([CSV]));
  await waitFor(() => expect(names()).toEqual([['a.csv', 'sending', undefined]]));
  second.unmount();

  const third = show();
  expect(third.runner.getState().items).toHaveLength(1);
  act(() => third.runner.add([CSV]));
  store();
  await waitFor(() => expect(third.runner.getState().items.map(({ status }) => status)).toEqual(['done']));
  third.unmount();
  expect(show().runner.getState().items).toEqual([]);
});

it.each(['no json', '{}', 'null', '[1,{}]'])('begins with nothing where %s is stored', (text) => {
  server.use(on.get('/meta', () => HttpResponse.json(meta())));
  sessionStorage.setItem('dataset-processor-unfinished-uploads', text);
  expect(show().runner.getState().items).toEqual([]);
});
