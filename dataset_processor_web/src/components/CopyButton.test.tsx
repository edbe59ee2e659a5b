import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { renderAt } from '@/testing/render';
import { CopyButton } from './CopyButton';

const { href } = window.location;
afterEach(() => {
  vi.unstubAllGlobals();
  window.history.replaceState(null, '', href);
});

const link = <CopyButton what="link" read={() => window.location.href} />;

it('copies what there is when it is pressed, and says so', async () => {
  const user = userEvent.setup();
  renderAt(link);
  window.history.replaceState(null, '', '/datasets/1?sort=name');
  expect(screen.getByRole('status')).toBeEmptyDOMElement();
  await user.click(screen.getByRole('button', { name: 'Copy the link' }));
  expect(await screen.findByRole('button', { name: 'Copied the link' })).toBeInTheDocument();
  expect(screen.getByRole('status')).toHaveTextContent('Copied the link');
  expect(await navigator.clipboard.readText()).toBe('http://page.test/datasets/1?sort=name');
});

it('copies a name with its spaces', async () => {
  const user = userEvent.setup();
  renderAt(<CopyButton what="name" read={() => ' city'} />);
  await user.click(screen.getByRole('button', { name: 'Copy the name' }));
  expect(await navigator.clipboard.readText()).toBe(' city');
});

it('says that it could not copy where there is no clipboard, as over plain http', async () => {
  renderAt(link);
  vi.stubGlobal('navigator', { userAgent: navigator.userAgent });
  fireEvent.click(screen.getByRole('button', { name: 'Copy the link' }));
  expect(await screen.findByRole('button', { name: 'Could not copy the link' })).toBeInTheDocument();
  expect(screen.getByRole('status')).toHaveTextContent('Could not copy the link');
});

it('says that it was not allowed to, and copies when it is', async () => {
  const user = userEvent.setup();
  renderAt(link);
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('Not allowed.'));
  await user.click(screen.getByRole('button', { name: 'Copy the link' }));
  await user.click(await screen.findByRole('button', { name: 'Could not copy the link' }));
  expect(await screen.findByRole('button', { name: 'Copied the link' })).toBeInTheDocument();
});
