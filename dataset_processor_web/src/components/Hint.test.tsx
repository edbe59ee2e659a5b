import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { renderAt } from '@/testing/render';
import { Hint } from './Hint';

function show(onTap = false): HTMLElement {
  renderAt(
    <Hint label="More of it" onTap={onTap}>
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

it('goes at Escape also where the pointer alone is there', async () => {
  await userEvent.hover(show());
  expect(await screen.findByRole('tooltip')).toBeInTheDocument();
  fireEvent.keyDown(document.body, { key: 'Escape' });
  await expectGone();
});

const touch = (button: HTMLElement, event: 'pointerEnter' | 'pointerLeave') => fireEvent[event](button, { pointerType: 'touch' });

it('stays away from a finger that scrolls past', () => {
  const button = show(true);
  touch(button, 'pointerEnter');
  expect(button).not.toHaveAttribute('aria-describedby');
});

it.each([true, false])('is there after a tap only where that does nothing else: %s', async (onTap) => {
  const button = show(onTap);
  touch(button, 'pointerEnter');
  touch(button, 'pointerLeave');
  fireEvent.click(button);
  expect(button.hasAttribute('aria-describedby')).toBe(onTap);
  fireEvent.pointerDown(document.body);
  await expectGone();
});
