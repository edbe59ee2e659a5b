import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { lazy } from 'react';
import { expect, it, vi } from 'vitest';
import { changePreferences } from '@/lib/preferences';
import { address, renderAt } from '@/testing/render';
import { Shell } from './Shell';

it('leads everywhere, says where one is, and lets the keyboard skip it', () => {
  renderAt(<Shell>content</Shell>, { at: '/jobs' });
  expect(screen.getByRole('link', { name: 'Jobs' })).toHaveAttribute('aria-current', 'page');
  expect(screen.getByRole('link', { name: 'Datasets' })).not.toHaveAttribute('aria-current');
  expect(screen.getByRole('link', { name: 'Skip to the content' })).toHaveAttribute('href', '#main');
  expect(screen.getByRole('main')).toHaveTextContent('content');
});

it('catches what breaks and offers a way on', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  function Broken(): never {
    throw new TypeError('Failed to fetch dynamically imported module: /assets/x.js');
  }
  renderAt(
    <Shell>
      <Broken />
    </Shell>,
  );
  expect(screen.getByRole('alert')).toHaveTextContent('This part of the page could not be fetched');
  expect(screen.getByRole('button', { name: 'Load the page anew' })).toBeInTheDocument();
  expect(document.title).toBe('This part of the page could not be fetched · Dataset Processor');
});

it('shows that a screen is on its way', async () => {
  const Late = lazy(() => new Promise<never>(() => undefined));
  renderAt(
    <Shell>
      <Late />
    </Shell>,
  );
  const loading = within(screen.getByRole('main')).getByLabelText('Loading');
  expect(loading).toHaveAttribute('aria-busy', 'true');
  expect(loading).not.toBeVisible();
  await waitFor(() => expect(loading).toBeVisible());
});

it('listens to single keys, but not while somebody types', async () => {
  renderAt(
    <Shell>
      <input aria-label="Filter" data-shortcut="filter" />
    </Shell>,
  );
  await userEvent.keyboard('/');
  expect(screen.getByLabelText('Filter')).toHaveFocus();
  await userEvent.keyboard('u?');
  expect(screen.getByLabelText('Filter')).toHaveValue('u?');
  expect(address()).toBe('/');
  screen.getByLabelText('Filter').blur();
  await userEvent.keyboard('?');
  expect(await screen.findByRole('dialog', { name: 'Keys' })).toBeInTheDocument();
});

it('leads to the upload by a key, unless keys are switched off', async () => {
  renderAt(<Shell>content</Shell>);
  await userEvent.keyboard('u');
  expect(address()).toBe('/upload');
  changePreferences({ shortcuts: false });
  await userEvent.click(screen.getByRole('link', { name: 'Jobs' }));
  await userEvent.keyboard('u');
  expect(address()).toBe('/jobs');
});

it.each(['checkbox', 'radio', 'switch'])('listens to single keys while a %s has the focus', async (role) => {
  renderAt(
    <Shell>
      <input type={role === 'radio' ? 'radio' : 'checkbox'} role={role} />
    </Shell>,
  );
  await userEvent.click(screen.getByRole(role));
  await userEvent.keyboard('u');
  expect(address()).toBe('/upload');
});

it.each([
  ['a list to choose from', <select key="s" />],
  ['a field of several lines', <textarea key="t" />],
])('leaves single keys to %s', async (_, field) => {
  renderAt(<Shell>{field}</Shell>);
  document.querySelector<HTMLElement>('select, textarea')?.focus();
  await userEvent.keyboard('u');
  expect(address()).toBe('/');
});
