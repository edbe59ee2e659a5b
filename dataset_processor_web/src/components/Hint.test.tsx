import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { Hint } from './Hint';

function show(): HTMLElement {
  renderAt(
    <Hint label="More of it">
      {(describedBy) => (
        <button type="button" aria-describedby={describedBy}>
          Less
        </button>
      )}
    </Hint>,
  );
  return screen.getByRole('button', { name: 'Less' });
}

const expectGone = () => waitFor(() => expect(screen.queryByRole('tooltip')).toBeNull());

it('is there while the pointer is, and describes what it stands by', async () => {
  const button = show();
  expect(screen.queryByRole('tooltip')).toBeNull();
  await userEvent.hover(button);
  expect(await screen.findByRole('tooltip')).toHaveTextContent('More of it');
  expect(button).toHaveAccessibleDescription('More of it');
  await userEvent.unhover(button);
  await expectGone();
  expect(button).not.toHaveAccessibleDescription();
});

it('is there for the keyboard, and Escape sends it away', async () => {
  const button = show();
  await userEvent.tab();
  expect(button).toHaveFocus();
  expect(await screen.findByRole('tooltip')).toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expectGone();
  expect(button).toHaveFocus();
});
