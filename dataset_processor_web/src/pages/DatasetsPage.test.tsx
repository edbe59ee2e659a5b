import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { aDataset, counts, meta } from '@/testing/builders';
import { address, renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import DatasetsPage from './DatasetsPage';

const asked: string[] = [];

function answer(...datasets: Schemas['DatasetPublic'][]) {
  return on.get('/datasets', ({ request }) => {
    asked.push(new URL(request.url).search);
    return HttpResponse.json({ datasets, next_cursor: null, has_more: false });
  });
}

beforeEach(() => {
  asked.length = 0;
  server.use(
    on.get('/jobs/counts', () => HttpResponse.json(counts())),
    on.get('/meta', () => HttpResponse.json(meta())),
  );
});

it('lists datasets with what went wrong', async () => {
  const failed = aDataset({ id: 'f', name: 'Broken <b>', status: 'failed', row_count: null, error: 'Row 3 is not JSON.' });
  server.use(answer(aDataset(), failed));
  renderAt(<DatasetsPage />);
  const table = await screen.findByRole('table', { name: 'Datasets' });
  expect(within(table).getByRole('link', { name: 'Sales of March' })).toHaveAttribute('href', `/datasets/${aDataset().id}`);
  expect(within(table).getByText('1,234')).toBeInTheDocument();
  expect(within(table).getByText('Broken <b>')).toBeInTheDocument();
  expect(within(table).getByText('Row 3 is not JSON.')).toBeInTheDocument();
});

it('takes over what was typed as soon as somebody turns to another filter', async () => {
  server.use(answer(aDataset()));
  renderAt(<DatasetsPage />);
  await userEvent.type(await screen.findByLabelText('Name contains'), 'march');
  await userEvent.tab();
  expect(address()).toBe('/?name_contains=march');
});

it('helps to the first dataset where there is none', async () => {
  server.use(answer(), on.post('/datasets', () => new Promise<never>(() => undefined)));
  renderAt(<DatasetsPage />);
  expect(await screen.findByText(/There are no datasets yet/)).toBeInTheDocument();
  expect(screen.getByLabelText('Files to upload')).toBeInTheDocument();
  expect(screen.queryByRole('search')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Try it with a small sample' }));
  expect(address()).toBe('/upload');
});

it('puts filters in the address, asks by them, and starts from the first page', async () => {
  server.use(answer(aDataset()));
  renderAt(<DatasetsPage />, { at: '/?cursor=c2' });
  await screen.findByRole('table');
  await userEvent.selectOptions(screen.getByLabelText('State'), 'failed');
  await userEvent.type(screen.getByLabelText('Name contains'), 'a b');
  await waitFor(() => expect(address()).toBe('/?status=failed&name_contains=a+b'));
  await waitFor(() => expect(asked.at(-1)).toBe('?limit=50&status=failed&name_contains=a%20b'));
});

it('reads filters from the address, says when nothing matches, and clears them', async () => {
  server.use(answer());
  renderAt(<DatasetsPage />, { at: '/?name_contains=x&status=done&uploaded_after=2026-01-05' });
  expect(await screen.findByRole('heading', { name: 'No dataset matches' })).toBeInTheDocument();
  expect(screen.getByText(/name contains “x”, state is done, uploaded from 2026-01-05/)).toBeInTheDocument();
  expect(screen.getByLabelText('Name contains')).toHaveValue('x');
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(address()).toBe('/');
});

it('leads to the next page', async () => {
  server.use(
    on.get('/datasets', () => HttpResponse.json({ datasets: [aDataset()], next_cursor: 'c2', has_more: true })),
  );
  renderAt(<DatasetsPage />);
  await userEvent.click(await screen.findByRole('link', { name: 'Older' }));
  expect(address()).toBe('/?cursor=c2');
});

it('says what failed, and tries again', async () => {
  server.use(on.get('/datasets', () => HttpResponse.json({ detail: 'Database away.' }, { status: 503 })));
  renderAt(<DatasetsPage />);
  expect(await screen.findByText('Database away.')).toBeInTheDocument();
  server.use(answer(aDataset()));
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'Sales of March' })).toBeInTheDocument();
});

it('deletes after asking, with the name', async () => {
  const gone = vi.fn();
  server.use(
    answer(aDataset()),
    on.delete('/datasets/:id', ({ params }) => {
      gone(params.id);
      server.use(answer());
      return new HttpResponse(null, { status: 204 });
    }),
  );
  renderAt(<DatasetsPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Delete Sales of March' }));
  const dialog = await screen.findByRole('dialog', { name: 'Delete this dataset?' });
  expect(dialog).toHaveTextContent('Sales of March');
  expect(gone).not.toHaveBeenCalled();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
  expect(await screen.findByText('Sales of March is deleted')).toBeInTheDocument();
  expect(gone).toHaveBeenCalledWith(aDataset().id);
  expect(await screen.findByText(/There are no datasets yet/)).toBeInTheDocument();
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
});

it('says that a dataset at work cannot be deleted', async () => {
  server.use(
    answer(aDataset({ status: 'done' })),
    on.delete('/datasets/:id', () => HttpResponse.json({ detail: 'A job is active.' }, { status: 409 })),
  );
  renderAt(<DatasetsPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Delete Sales of March' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
  expect(await screen.findByText('It is being processed')).toBeInTheDocument();
  expect(screen.getByText('A job is active.')).toBeInTheDocument();
});

it('follows what is live, and asks for nothing once all has ended', async () => {
  let live = 2;
  server.use(
    on.get('/jobs/counts', () => {
      live -= 1;
      return HttpResponse.json(counts({ started: Math.max(0, live) }));
    }),
    answer(aDataset({ status: 'uploaded' })),
  );
  renderAt(<DatasetsPage />);
  await waitFor(() => expect(live).toBe(0), { timeout: 4000 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = asked.length;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(asked).toHaveLength(before);
  expect(live).toBe(0);
});
