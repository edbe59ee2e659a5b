import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import { DeleteDialog } from './DeleteDialog';

const NAMED = [
  { id: 'a', name: 'Sales' },
  { id: 'b', name: 'مبيعات' },
];
const ignore = () => undefined;

it('offers no stop where there is nothing more to stop', async () => {
  server.use(on.delete('/datasets/:id', () => new Promise<never>(() => undefined)));
  renderAt(<DeleteDialog datasets={NAMED.slice(0, 1)} opened onClose={ignore} onDeleted={ignore} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Keep it' })).toBeDisabled());
  expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
});

it('names those at work, each on its own', async () => {
  server.use(
    on.delete('/datasets/:id', ({ params }) =>
      HttpResponse.json({ detail: 'No.' }, { status: params.id === 'c' ? 503 : 409 }),
    ),
  );
  renderAt(<DeleteDialog datasets={[...NAMED, { id: 'c', name: 'C' }]} opened onClose={ignore} onDeleted={ignore} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const kept = await screen.findByText(/^Being processed, so kept:/);
  expect(kept).toHaveTextContent('Being processed, so kept: Sales, مبيعات');
  expect([...kept.querySelectorAll('bdi')].map(({ textContent }) => textContent)).toEqual(['Sales', 'مبيعات']);
});
