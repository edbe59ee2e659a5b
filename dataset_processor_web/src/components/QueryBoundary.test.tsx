import { useQuery } from '@tanstack/react-query';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ApiError } from '@/api/client';
import { changePreferences } from '@/lib/preferences';
import { renderAt } from '@/testing/render';
import { NotFound, QueryBoundary } from './QueryBoundary';

interface Props {
  ask: () => Promise<string>;
  missing?: boolean;
  /** More of the query. */
  options?: { enabled?: (query: { state: { data: unknown } }) => boolean };
}

function Screen({ ask, missing = true, options = {} }: Props) {
  const query = useQuery({ queryKey: ['thing'], queryFn: ask, ...options });
  return (
    <QueryBoundary
      query={query}
      what="the thing"
      skeleton={<p>skeleton</p>}
      {...(missing ? { notFound: <NotFound what="thing" action={null} /> } : {})}
    >
      {(data) => (
        <>
          <p>{data}</p>
          <button onClick={() => void query.refetch()}>Ask</button>
        </>
      )}
    </QueryBoundary>
  );
}

it('is busy, then shows what came', async () => {
  renderAt(<Screen ask={() => Promise.resolve('here')} />);
  expect(screen.getByLabelText('Loading')).toHaveAttribute('aria-busy', 'true');
  expect(await screen.findByText('here')).toBeInTheDocument();
});

it('keeps its room at once and shows the skeleton after a moment', async () => {
  renderAt(<Screen ask={() => new Promise(() => undefined)} />);
  expect(screen.getByText('skeleton')).not.toBeVisible();
  await vi.waitFor(() => expect(screen.getByText('skeleton')).toBeVisible());
});

it('says what failed and tries again', async () => {
  const ask = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new ApiError('No answer.', null)).mockResolvedValue('here');
  renderAt(<Screen ask={ask} />);
  expect(await screen.findByText('Could not load the thing')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('here')).toBeInTheDocument();
});

it('keeps saying what failed while it is asked for again', async () => {
  const answers: ((answer: string) => void)[] = [];
  const ask = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new ApiError('No answer.', null)).mockImplementation(
    () => new Promise((resolve) => answers.push(resolve)),
  );
  renderAt(<Screen ask={ask} />);
  const button = await screen.findByRole('button', { name: 'Try again' });
  await userEvent.click(button);
  await waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
  expect(button).toBeInTheDocument();
  expect(button).toHaveAttribute('data-loading');
  expect(screen.getByText('No answer.')).toBeInTheDocument();
  act(() => answers[0]?.('here'));
  expect(await screen.findByText('here')).toBeInTheDocument();
  expect(screen.queryByText('No answer.')).toBeNull();
});

it('tells apart what is not there', async () => {
  renderAt(<Screen ask={() => Promise.reject(new ApiError('Dataset not found.', 404))} />);
  expect(await screen.findByRole('heading', { name: 'No such thing' })).toBeInTheDocument();
});

it('shows a 404 as an error where nothing may be missing', async () => {
  renderAt(<Screen missing={false} ask={() => Promise.reject(new ApiError('Not there.', 404))} />);
  expect(await screen.findByText('Not there.')).toBeInTheDocument();
});

it('keeps old data under a word about its age, what failed, and that it is tried again', async () => {
  const ask = vi.fn<() => Promise<string>>().mockResolvedValueOnce('old').mockRejectedValue(new ApiError('Storage is away.', 503, 'r-42'));
  const { client } = renderAt(<Screen ask={ask} />);
  await screen.findByText('old');
  await act(() => client.refetchQueries());
  expect(await screen.findByText(/^Could not refresh\. Showing data from .+\. Storage is away\. Trying again\.$/)).toBeInTheDocument();
  expect(screen.getByText(/Status 503, request/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Copy request id' })).toBeInTheDocument();
  expect(screen.getByText('old')).toBeInTheDocument();
});

it.each([
  ['refused', new ApiError('Not allowed.', 403), {}],
  ['a bug', new TypeError('Not allowed.'), {}],
  ['to stand still', new ApiError('Not allowed.', 503), { enabled: ({ state }: { state: { data: unknown } }) => state.data === undefined }],
])('does not say that it is tried again when it is not: %s', async (_, error, options) => {
  const ask = vi.fn<() => Promise<string>>().mockResolvedValueOnce('old').mockRejectedValue(error);
  renderAt(<Screen ask={ask} options={options} missing={false} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Ask' }));
  expect(await screen.findByText(/^Could not refresh\. Showing data from .+\. Not allowed\.$/)).toBeInTheDocument();
});

it('does not say that it is tried again when live updates are off', async () => {
  changePreferences({ live: false });
  const ask = vi.fn<() => Promise<string>>().mockResolvedValueOnce('old').mockRejectedValue(new ApiError('No answer.', null));
  renderAt(<Screen ask={ask} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Ask' }));
  expect(await screen.findByText(/No answer\.$/)).toBeInTheDocument();
});
