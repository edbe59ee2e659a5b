import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Schemas } from '@/api/client';
import { changePreferences } from '@/lib/preferences';
import { aDataset, counts } from '@/testing/builders';
import { answer, asked, serveTheRest } from '@/testing/datasetsPage';
import { address, renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import DatasetsPage from './DatasetsPage';

serveTheRest();

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

it('helps to the first dataset where there is none', async () => {
  server.use(answer(), on.post('/datasets', () => new Promise<never>(() => undefined)));
  renderAt(<DatasetsPage />);
  expect(await screen.findByText(/There are no datasets yet/)).toBeInTheDocument();
  expect(screen.getByLabelText('Files to upload')).toBeInTheDocument();
  expect(screen.queryByRole('search')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Try a small CSV file' }));
  expect(address()).toBe('/upload');
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

it('says that updates are paused, and asks at once when they are resumed', async () => {
  changePreferences({ live: false });
  server.use(answer(aDataset({ status: 'processing' })));
  renderAt(<DatasetsPage />);
  await screen.findByRole('table');
  server.use(answer(aDataset()));
  await userEvent.click(screen.getByRole('button', { name: 'Updates are paused: resume' }));
  expect(await within(screen.getByRole('table')).findByText('Done')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /paused|Pause/ })).toBeNull();
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

describe('several at once', () => {
  const march = aDataset();
  const april = aDataset({ id: 'april', name: 'Sales of April' });
  const may = aDataset({ id: 'may', name: 'Sales of May' });
  let stored: Schemas['DatasetPublic'][];
  let answers: Record<string, number>;

  beforeEach(() => {
    stored = [may, april, march];
    answers = {};
    server.use(
      on.get('/datasets', () => {
        asked.push('');
        return HttpResponse.json({ datasets: stored, next_cursor: null, has_more: false });
      }),
      on.delete('/datasets/:id', ({ params: { id } }) => {
        const status = answers[String(id)] ?? 204;
        if (status !== 204) return HttpResponse.json({ detail: `Status ${status}.` }, { status });
        stored = stored.filter((dataset) => dataset.id !== id);
        return new HttpResponse(null, { status });
      }),
    );
  });

  const tick = async (...names: string[]) => {
    for (const name of names) await userEvent.click(await screen.findByRole('checkbox', { name: `Select ${name}` }));
  };
  const bar = () => screen.getByRole('group', { name: 'Selected datasets' });
  const ask = async (label: string) => {
    await userEvent.click(within(bar()).getByRole('button', { name: label }));
    return screen.findByRole('dialog');
  };

  it('deletes those that are ticked', async () => {
    renderAt(<DatasetsPage />);
    await tick(may.name, march.name);
    expect(bar()).toHaveTextContent('2 selected. The list stands still meanwhile.');
    const dialog = await ask('Delete 2');
    expect(dialog).toHaveAccessibleName('Delete 2 datasets?');
    expect(within(dialog).getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([may.name, march.name]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('2 datasets deleted')).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByText(may.name)).toBeNull());
    expect(stored).toEqual([april]);
    expect(screen.queryByRole('group', { name: 'Selected datasets' })).toBeNull();
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  });

  it('keeps what is at work, says so, and goes on with the others', async () => {
    answers = { april: 409 };
    renderAt(<DatasetsPage />);
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Select all on this page' }));
    const dialog = await ask('Delete 3');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await within(dialog).findByText('2 deleted, not all')).toBeInTheDocument();
    expect(dialog).toHaveTextContent('Being processed, so kept: Sales of April');
    await waitFor(() => expect(dialog).toHaveAccessibleName('Delete this dataset?'));
    expect(stored).toEqual([april]);
    answers = {};
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('Sales of April is deleted')).toBeInTheDocument();
    expect(stored).toEqual([]);
  });

  it('stops at what fails, and keeps the rest ticked', async () => {
    answers = { april: 503 };
    renderAt(<DatasetsPage />);
    await tick(may.name, april.name, march.name);
    const dialog = await ask('Delete 3');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await within(dialog).findByText('Status 503.')).toBeInTheDocument();
    expect(stored).toEqual([april, march]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Keep them' }));
    await waitFor(() => expect(bar()).toHaveTextContent('2 selected.'));
    expect(screen.getByRole('checkbox', { name: `Select ${april.name}` })).toBeChecked();
  });

  it('can be stopped half way, and stays until it has', async () => {
    let answer: (() => void) | undefined;
    server.use(
      on.delete('/datasets/:id', async ({ params: { id } }) => {
        await new Promise<void>((resolve) => (answer = resolve));
        stored = stored.filter((dataset) => dataset.id !== id);
        return new HttpResponse(null, { status: 204 });
      }),
    );
    renderAt(<DatasetsPage />);
    await tick(may.name, march.name);
    const dialog = await ask('Delete 2');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(answer).toBeDefined());
    await userEvent.click(within(dialog).getByRole('button', { name: 'Stop' }));
    expect(dialog).toBeInTheDocument();
    answer?.();
    expect(await within(dialog).findByText('Stopped: 1 deleted.')).toBeInTheDocument();
    await waitFor(() => expect(dialog).toHaveAccessibleName('Delete this dataset?'));
    expect(stored).toEqual([april, march]);
    expect(await screen.findByRole('checkbox', { name: `Select ${march.name}` })).toBeChecked();
    expect(screen.queryByRole('checkbox', { name: `Select ${may.name}` })).toBeNull();
  });

  it('ticks all and none, names a few of many, and forgets them with other filters', async () => {
    stored = Array.from({ length: 8 }, (_, index) => aDataset({ id: `${index}`, name: `Dataset ${index}` }));
    renderAt(<DatasetsPage />);
    await tick('Dataset 3');
    const all = screen.getByRole('checkbox', { name: 'Select all on this page' });
    expect(all).toBePartiallyChecked();
    await userEvent.click(all);
    expect(bar()).toHaveTextContent('8 selected.');
    const dialog = await ask('Delete 8');
    expect(within(dialog).getAllByRole('listitem')).toHaveLength(6);
    expect(dialog).toHaveTextContent('and 3 others');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Keep them' }));
    await userEvent.click(all);
    expect(screen.queryByRole('group', { name: 'Selected datasets' })).toBeNull();
    await tick('Dataset 3');
    await userEvent.selectOptions(screen.getByLabelText('State'), 'done');
    await waitFor(() => expect(screen.getByRole('checkbox', { name: 'Select Dataset 3' })).not.toBeChecked());
  });

  it('asks for nothing while one is ticked, and at once when none is', async () => {
    server.use(on.get('/jobs/counts', () => HttpResponse.json(counts({ started: 1 }))));
    renderAt(<DatasetsPage />);
    await tick(may.name);
    // One may have been asked for just before, and is told of late.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(asked).toHaveLength(before);
    await userEvent.click(within(bar()).getByRole('button', { name: 'Clear' }));
    await waitFor(() => expect(asked.length).toBeGreaterThan(before), { timeout: 3000 });
  });
});
