import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import type { Schemas } from '@/api/client';
import { aDataset, aJob, counts, DATASET_ID } from '@/testing/builders';
import { address, renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import JobsPage from './JobsPage';

const asked: string[] = [];

function answer(...jobs: Schemas['JobPublic'][]) {
  return on.get('/jobs', ({ request }) => {
    asked.push(new URL(request.url).search);
    return HttpResponse.json({ jobs, next_cursor: null, has_more: false });
  });
}

beforeEach(() => {
  asked.length = 0;
  server.use(
    on.get('/jobs/counts', () => HttpResponse.json(counts({ success: 1200, failure: 3 }))),
  );
});

it('lists jobs by their dataset’s name, with how long they waited and ran', async () => {
  server.use(answer(aJob(), aJob({ id: 'other', dataset_name: 'Ωμέγα', state: 'failure', error_code: 'no_header' })));
  renderAt(<JobsPage />);
  const table = await screen.findByRole('table', { name: 'Jobs' });
  expect(within(table).getByRole('link', { name: 'Sales of March' })).toHaveAttribute('href', `/jobs/${aJob().id}`);
  expect(within(table).getByRole('link', { name: 'Ωμέγα' })).toHaveAttribute('href', '/jobs/other');
  expect(within(table).getAllByText('12 s')).toHaveLength(2);
  expect(within(table).getByText('The file has no header row')).toBeInTheDocument();
});

it('counts every state and shows one by its link', async () => {
  server.use(answer(aJob()));
  renderAt(<JobsPage />, { path: '/jobs', at: '/jobs?cursor=c2' });
  const tabs = screen.getByRole('navigation', { name: 'Jobs by state' });
  expect(await within(tabs).findByRole('link', { name: 'All 1,203' })).toHaveAttribute('aria-current', 'page');
  await userEvent.click(within(tabs).getByRole('link', { name: 'Failed 3' }));
  expect(address()).toBe('/jobs?state=failure');
  expect(within(tabs).getByRole('link', { name: 'Failed 3' })).toHaveAttribute('aria-current', 'page');
  expect(asked.at(-1)).toBe('?limit=50&state=failure');
});

it('shows the jobs of one dataset', async () => {
  server.use(
    answer(),
    on.get('/datasets/:id', ({ params }) => HttpResponse.json(aDataset({ id: String(params.id) }))),
  );
  renderAt(<JobsPage />, { path: '/jobs', at: `/jobs?dataset_id=${DATASET_ID}` });
  await waitFor(() => expect(screen.getByText(/Only of/)).toHaveTextContent('Only of Sales of March'));
  expect(screen.getByText('Sales of March').tagName).toBe('BDI');
  expect(asked[0]).toContain(`dataset_id=${DATASET_ID}`);
  await userEvent.click(screen.getByRole('link', { name: 'Show all' }));
  expect(address()).toBe('/jobs');
});

it('tells no jobs from no match', async () => {
  server.use(answer());
  const first = renderAt(<JobsPage />);
  expect(await screen.findByRole('heading', { name: 'No jobs yet' })).toBeInTheDocument();
  first.unmount();
  renderAt(<JobsPage />, { at: '/jobs?state=queued' });
  expect(await screen.findByRole('heading', { name: 'No job matches' })).toBeInTheDocument();
});

it('pauses updates and says so', async () => {
  server.use(answer());
  renderAt(<JobsPage />);
  await userEvent.click(screen.getByRole('button', { name: 'Pause updates' }));
  expect(screen.getByRole('button', { name: 'Updates are paused: resume' })).toBeInTheDocument();
});

it('says what failed, and leads out of a broken page', async () => {
  server.use(on.get('/jobs', () => HttpResponse.json({ detail: 'Bad cursor.' }, { status: 422 })));
  renderAt(<JobsPage />, { path: '/jobs', at: '/jobs?cursor=broken&state=failure' });
  expect(await screen.findByText('Bad cursor.')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Newest' })).toHaveAttribute('href', '/jobs?state=failure');
});

it('asks at once when updates are resumed', async () => {
  server.use(answer());
  renderAt(<JobsPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Pause updates' }));
  expect(await screen.findByText('No jobs yet')).toBeInTheDocument();
  server.use(answer(aJob()));
  await userEvent.click(screen.getByRole('button', { name: 'Updates are paused: resume' }));
  expect(await screen.findByText('Report ready')).toBeInTheDocument();
});

it('marks the jobs of the state before until those of the next are there', async () => {
  let arrive: () => void = () => undefined;
  server.use(answer(aJob()));
  renderAt(<JobsPage />);
  const table = await screen.findByRole('table');
  expect(table.closest('[aria-busy=true]')).toBeNull();
  server.use(
    on.get('/jobs', async () => {
      await new Promise<void>((resolve) => (arrive = resolve));
      return HttpResponse.json({ jobs: [], next_cursor: null, has_more: false });
    }),
  );
  await userEvent.click(screen.getByRole('link', { name: /^Failed/ }));
  await waitFor(() => expect(screen.getByRole('table').closest('[aria-busy=true]')).not.toBeNull());
  arrive();
  expect((await screen.findByText('No job matches')).closest('[aria-busy=true]')).toBeNull();
});

it('shows the states without counts when those cannot be had', async () => {
  server.use(answer(aJob()), on.get('/jobs/counts', () => HttpResponse.json({ detail: 'Bad.' }, { status: 422 })));
  renderAt(<JobsPage />);
  const tabs = screen.getByRole('navigation', { name: 'Jobs by state' });
  expect(within(tabs).getByRole('link', { name: 'All …' })).toBeInTheDocument();
  expect(await within(tabs).findByText('Could not load the counts')).toBeInTheDocument();
  expect(within(tabs).getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['All', 'Queued', 'Running', 'Retrying', 'Succeeded', 'Failed']);
});
