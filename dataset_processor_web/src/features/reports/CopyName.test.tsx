import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { renderAt } from '@/testing/render';
import { CopyName } from './CopyName';

const click = (user: ReturnType<typeof userEvent.setup>, name: string) => user.click(screen.getByRole('button', { name }));

it('says that it could not copy where there is no clipboard, as on a page without https', async () => {
  renderAt(<CopyName name="city" />);
  vi.stubGlobal('navigator', { userAgent: navigator.userAgent });
  fireEvent.click(screen.getByRole('button', { name: 'Copy the link' }));
  expect(await screen.findByRole('button', { name: 'Could not copy the link' })).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Copy the name' })).toBeInTheDocument();
  vi.unstubAllGlobals();
});

it('copies the name as it is, or the link, and says so', async () => {
  const user = userEvent.setup();
  renderAt(<CopyName name=" city" />);
  await click(user, 'Copy the name');
  expect(await navigator.clipboard.readText()).toBe(' city');
  expect(await screen.findByRole('button', { name: 'Copied the name' })).toBeInTheDocument();
  await click(user, 'Copy the link');
  expect(await navigator.clipboard.readText()).toBe(window.location.href);
});

it('says that it could not copy, and copies when it can again', async () => {
  const user = userEvent.setup();
  renderAt(<CopyName name="city" />);
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('refused'));
  await click(user, 'Copy the name');
  await screen.findByRole('button', { name: 'Could not copy the name' });
  await click(user, 'Could not copy the name');
  expect(await screen.findByRole('button', { name: 'Copied the name' })).toBeInTheDocument();
});
