import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { renderAt } from '@/testing/render';
import { CopyLink } from './CopyLink';

const { href } = window.location;
afterEach(() => {
  vi.unstubAllGlobals();
  window.history.replaceState(null, '', href);
});

it('copies the address as it is when asked to', async () => {
  const user = userEvent.setup();
  renderAt(<CopyLink />);
  window.history.replaceState(null, '', '/datasets/1?sort=name');
  await user.click(screen.getByRole('button', { name: 'Copy link' }));
  expect(await screen.findByRole('button', { name: 'Link copied' })).toBeInTheDocument();
  expect(await navigator.clipboard.readText()).toBe('http://page.test/datasets/1?sort=name');
  expect(screen.queryByRole('alert')).toBeNull();
});

it('says where copying is not allowed', async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('Not allowed.'));
  renderAt(<CopyLink />);
  await user.click(screen.getByRole('button', { name: 'Copy link' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The link could not be copied.');
});

it('says so where there is no clipboard, as over plain http', async () => {
  const user = userEvent.setup();
  const { clipboard, ...rest } = navigator;
  expect(clipboard).toBeDefined();
  vi.stubGlobal('navigator', rest);
  renderAt(<CopyLink />);
  await user.click(screen.getByRole('button', { name: 'Copy link' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('The link could not be copied.');
});
