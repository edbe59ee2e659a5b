import { act, screen } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { anUpload } from '@/testing/builders';
import { address, renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import { FileDrop } from './FileDrop';
import { readDrop } from './readDrop';

const CSV = new File(['a\n1\n'], 'a.csv', { type: 'text/csv' });

/** As much of a transfer as a page looks at. */
function transfer(files: File[], folders: string[] = [], types = ['Files']): DataTransfer {
  const entry = (name: string, isDirectory: boolean) => ({ kind: 'file', webkitGetAsEntry: () => ({ name, isDirectory }) });
  return {
    types,
    files: [...files, ...folders.map((name) => new File([], name))],
    items: [...files.map(({ name }) => entry(name, false)), ...folders.map((name) => entry(name, true))],
  } as unknown as DataTransfer;
}

function fire(type: string, dataTransfer: DataTransfer | null, target: EventTarget = window) {
  const event = new Event(type, { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer, clipboardData: dataTransfer });
  act(() => void target.dispatchEvent(event));
  return event;
}

it('shows that files may be dropped, anywhere, and takes them', () => {
  server.use(on.post('/datasets', () => HttpResponse.json(anUpload(), { status: 201 })));
  const { runner } = renderAt(<FileDrop />, { path: '/jobs', at: '/jobs' });
  fire('dragenter', transfer([CSV]));
  expect(screen.getByText('Drop to upload')).toBeInTheDocument();
  fire('dragleave', transfer([CSV]));
  expect(screen.queryByText('Drop to upload')).toBeNull();
  expect(fire('drop', transfer([CSV], ['photos'])).defaultPrevented).toBe(true);
  expect(runner.getState().items.map((item) => item.file.name)).toEqual(['a.csv', 'photos']);
  expect(address()).toBe('/upload');
});

it('takes pasted files, and leaves dragged or pasted text alone', () => {
  server.use(on.post('/datasets', () => HttpResponse.json(anUpload(), { status: 201 })));
  const { runner } = renderAt(<FileDrop />);
  const text = { types: ['text/plain'], files: [], items: [] } as unknown as DataTransfer;
  expect(fire('drop', text).defaultPrevented).toBe(false);
  fire('paste', text);
  expect(runner.getState().items).toHaveLength(0);
  fire('paste', transfer([CSV]));
  expect(runner.getState().items).toHaveLength(1);
});

it('leaves alone what is pasted into a field, and cells that come with their picture', () => {
  const { runner } = renderAt(
    <>
      <FileDrop />
      <input aria-label="Filter" />
    </>,
  );
  fire('paste', transfer([CSV]), screen.getByLabelText('Filter'));
  fire('paste', transfer([new File(['x'], 'image.png', { type: 'image/png' })], [], ['text/plain', 'text/html', 'Files']));
  expect(runner.getState().items).toHaveLength(0);
});

it('reads nothing from nothing', () => {
  expect(readDrop(null)).toEqual({ files: [], folders: [] });
});
