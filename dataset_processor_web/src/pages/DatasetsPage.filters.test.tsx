import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { aDataset } from '@/testing/builders';
import { answer, asked, serveTheRest } from '@/testing/datasetsPage';
import { address, renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import DatasetsPage from './DatasetsPage';

serveTheRest();

it('takes over what was typed as soon as somebody turns to another filter', async () => {
  server.use(answer(aDataset()));
  renderAt(<DatasetsPage />);
  await userEvent.type(await screen.findByLabelText('Name contains'), 'march');
  await userEvent.tab();
  expect(address()).toBe('/?name_contains=march');
});

it('takes over a day once it is whole, also from a keyboard', async () => {
  server.use(answer(aDataset()));
  renderAt(<DatasetsPage />);
  const from = await screen.findByLabelText('Uploaded from');
  for (const value of ['0002-01-05', '0020-01-05', '0202-01-05', '2026-01-05']) fireEvent.change(from, { target: { value } });
  expect(from).toHaveValue('2026-01-05');
  await waitFor(() => expect(address()).toBe('/?uploaded_after=2026-01-05'), { timeout: 2000 });
  expect(asked.filter((search) => search.includes('uploaded_after=0'))).toEqual([]);
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
  expect(screen.getByText(/name contains “x”, state is Done, uploaded from 2026-01-05/)).toBeInTheDocument();
  expect(screen.getByLabelText('Name contains')).toHaveValue('x');
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(address()).toBe('/');
});

it('takes no notice of a filter that does not apply', async () => {
  server.use(answer());
  renderAt(<DatasetsPage />, { at: '/?status=foo' });
  expect(await screen.findByText(/There are no datasets yet/)).toBeInTheDocument();
});

it('marks what an earlier filter found until the answer to the next is there', async () => {
  let arrive: () => void = () => undefined;
  server.use(answer(aDataset()));
  renderAt(<DatasetsPage />);
  const table = await screen.findByRole('table');
  expect(table.closest('[aria-busy=true]')).toBeNull();
  server.use(
    on.get('/datasets', async () => {
      await new Promise<void>((resolve) => (arrive = resolve));
      return HttpResponse.json({ datasets: [], next_cursor: null, has_more: false });
    }),
  );
  await userEvent.selectOptions(screen.getByLabelText('State'), 'failed');
  await waitFor(() => expect(screen.getByRole('table').closest('[aria-busy=true]')).toHaveStyle({ opacity: 0.6 }));
  arrive();
  expect((await screen.findByText('No dataset matches')).closest('[aria-busy=true]')).toBeNull();
});
