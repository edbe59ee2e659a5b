import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { useFocusKeeper } from './useFocusKeeper';

function Page() {
  useFocusKeeper();
  const [gone, setGone] = useState(false);
  return (
    <main id="main">
      <h1 tabIndex={-1}>Heading</h1>
      {!gone && <button onClick={() => setGone(true)}>Do it once</button>}
      <p>Text</p>
      <button onClick={() => setTimeout(() => setGone(true))}>Do it later</button>
    </main>
  );
}

it('goes to the heading when what had it is gone', async () => {
  renderAt(<Page />);
  screen.getByRole('button', { name: 'Do it once' }).focus();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(screen.getByRole('heading')).toHaveFocus());
});

it('stays where it is when something else is gone', async () => {
  renderAt(<Page />);
  const later = screen.getByRole('button', { name: 'Do it later' });
  later.focus();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Do it once' })).toBeNull());
  expect(later).toHaveFocus();
});

it('is nowhere when somebody has pressed beside it', async () => {
  renderAt(<Page />);
  screen.getByRole('button', { name: 'Do it once' }).focus();
  await userEvent.click(screen.getByText('Text'));
  screen.getByRole('button', { name: 'Do it later' }).click();
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Do it once' })).toBeNull());
  expect(screen.getByRole('heading')).not.toHaveFocus();
});
