import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { anUpload, meta } from '@/testing/builders';
import { renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import { newItem, type UploadItem } from './queue';
import { UploadDropzone } from './UploadDropzone';
import { UploadList } from './UploadList';
import { UploadRow } from './UploadRow';
import { UploadTray } from './UploadTray';

const csv = (name: string) => new File(['a\n1\n'], name, { type: 'text/csv' });

function show(options: Parameters<typeof renderAt>[1] = {}) {
  server.use(on.get('/meta', () => HttpResponse.json(meta())));
  return renderAt(
    <>
      <UploadTray />
      <UploadDropzone />
      <UploadList outcome={({ jobId }) => (jobId === null ? null : `follows ${jobId}`)} />
    </>,
    options,
  );
}

it('uploads what is chosen and leads to the dataset', async () => {
  server.use(on.post('/datasets', () => HttpResponse.json(anUpload(), { status: 201 })));
  show();
  await userEvent.upload(screen.getByLabelText('Files to upload'), [csv('sales.csv')]);
  expect(await screen.findByRole('link', { name: 'Open sales.csv' })).toHaveAttribute('href', `/datasets/${anUpload().id}`);
  expect(await screen.findByText(/follows/)).toBeInTheDocument();
  await waitFor(() => expect(screen.getByText('sales.csv is uploaded')).toBeInTheDocument());
});

it('says when the same content is here already', async () => {
  server.use(
    on.post('/datasets', () => HttpResponse.json(anUpload({ already_existed: true, name: 'Old name' }), { status: 201 })),
  );
  show();
  await userEvent.upload(screen.getByLabelText('Files to upload'), [csv('sales.csv')]);
  expect(await screen.findByText(/The same content is here already/)).toHaveTextContent('as “Old name”');
});

it('says why a file was refused, and offers another try only where it may help', async () => {
  server.use(
    on.post('/datasets', () => HttpResponse.json({ detail: 'Charset not supported.' }, { status: 415 }), { once: true }),
  );
  show();
  await userEvent.upload(screen.getByLabelText('Files to upload'), [csv('a.csv')]);
  expect(await screen.findByText(/Not uploaded: Charset not supported/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Try a.csv again' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Take a.csv off the list' }));
  expect(screen.queryByText('a.csv')).toBeNull();
});

it('can cancel, and shows how far everything is meanwhile', async () => {
  server.use(on.post('/datasets', () => new Promise<never>(() => undefined)));
  const { runner } = show();
  act(() => runner.add([csv('a.csv'), csv('b.csv'), csv('c.csv')]));
  expect(screen.getByRole('link', { name: /3 uploads, \d+% sent/ })).toHaveAttribute('href', '/upload');
  expect(screen.getByText(/3 files on the way/)).toBeInTheDocument();
  expect(screen.getByText('Waiting for its turn')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel a.csv' }));
  expect(screen.getByText(/^Cancelled/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Try a.csv again' })).toBeInTheDocument();
});

const aRow = (changes: Partial<UploadItem>) => renderAt(<UploadRow item={{ ...newItem('x', csv('a.csv'), null), ...changes }} />);

it.each<[string, Partial<UploadItem>]>([
  ['Cancelled', { loaded: 2 }],
  ['Cancelled, but all of it had been sent: it may have been stored', { loaded: 4 }],
  ['Cancelled: uploaded, but not processed', { loaded: 4, dataset: anUpload() }],
])('says what was cancelled: %s', (text, changes) => {
  aRow({ status: 'cancelled', ...changes });
  expect(screen.getByText(text)).toBeInTheDocument();
});

it('offers no way to stop what the server has been asked to begin', () => {
  aRow({ status: 'starting', loaded: 4, dataset: anUpload() });
  expect(screen.queryByRole('button')).toBeNull();
});

it('does not show a speed where nothing has been sent for a while', () => {
  const now = Date.now();
  const samples = [{ at: now - 32_000, done: 1 }, { at: now - 31_000, done: 2 }];
  aRow({ status: 'sending', loaded: 2, samples });
  expect(screen.getByText(/nothing sent for 3\d s$/)).toBeInTheDocument();
});

it('takes the same file again, as after a correction', async () => {
  server.use(on.post('/datasets', () => HttpResponse.json(anUpload(), { status: 201 })));
  const { runner } = show();
  const input = screen.getByLabelText<HTMLInputElement>('Files to upload');
  await userEvent.upload(input, [csv('a.csv')]);
  expect(input.files).toHaveLength(0);
  expect(runner.getState().items).toHaveLength(1);
});

it('asks for a file again of which only the name is left', async () => {
  server.use(on.post('/datasets', () => HttpResponse.json(anUpload(), { status: 201 })));
  const { runner } = show({ unfinished: ['lost.csv', 'other.csv'] });
  expect(screen.getByRole('link', { name: '2 uploads interrupted' })).toHaveAttribute('href', '/upload');
  expect(screen.getAllByText(/^Interrupted: .* Choose the file again/)).toHaveLength(2);
  expect(screen.queryByRole('button', { name: /^Try/ })).toBeNull();
  await userEvent.upload(screen.getByLabelText('Replacement for lost.csv'), csv('renamed.csv'));
  expect(screen.queryByText('lost.csv')).toBeNull();
  expect(await screen.findByRole('link', { name: 'Open renamed.csv' })).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Take other.csv off the list' }));
  expect(runner.getState().items.map(({ file }) => file.name)).toEqual(['renamed.csv']);
});
