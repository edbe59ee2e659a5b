import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { readPreferences } from '@/lib/preferences';
import { meta } from '@/testing/builders';
import { renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import SettingsPage from './SettingsPage';

const ok = { postgres: 'ok', rabbitmq: 'ok', storage: 'ok' };

it('keeps what is chosen', async () => {
  server.use(
    on.get('/meta', () => HttpResponse.json(meta())),
    on.get('/readyz', () => HttpResponse.json({ checks: ok })),
  );
  renderAt(<SettingsPage />);
  await userEvent.click(screen.getByRole('radio', { name: '2026-01-31 14:05:00' }));
  await userEvent.click(screen.getByRole('radio', { name: 'UTC' }));
  await userEvent.click(screen.getByRole('radio', { name: '1234567' }));
  await userEvent.selectOptions(screen.getByLabelText('Rows on a page'), '200');
  await userEvent.click(screen.getByRole('switch', { name: /^Live updates/ }));
  await userEvent.click(screen.getByRole('switch', { name: /^Keyboard shortcuts/ }));
  expect(readPreferences()).toEqual({ times: 'exact', zone: 'utc', grouping: 'none', pageSize: 200, live: false, shortcuts: false });
});

it('shows the server’s version and limits, and leads to the API’s documentation', async () => {
  server.use(
    on.get('/meta', () => HttpResponse.json(meta({ version: '1.2.3' }))),
    on.get('/readyz', () => HttpResponse.json({ checks: ok })),
  );
  renderAt(<SettingsPage />);
  expect(await screen.findByText('1.2.3')).toBeInTheDocument();
  expect(screen.getByRole('row', { name: /^Page version \d+\.\d+\.\d+$/ })).toBeInTheDocument();
  expect(screen.getByText('21.5 GB')).toHaveAttribute('title', '21,474,836,480 bytes');
  expect(screen.getByRole('row', { name: 'Most rows 1,000,000,000' })).toBeInTheDocument();
  expect(screen.getByRole('row', { name: 'Most columns 10,000' })).toBeInTheDocument();
  expect(screen.getByText('text/csv, application/json')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'API documentation' })).toHaveAttribute('href', expect.stringMatching(/\/api\/docs$/));
  expect(await screen.findByText('Queue: reachable')).toBeInTheDocument();
  expect(screen.getByText('API: reachable')).toBeInTheDocument();
});

it('names what cannot be reached', async () => {
  server.use(
    on.get('/meta', () => HttpResponse.json({ detail: 'Broken.' }, { status: 500 })),
    on.get('/readyz', () => HttpResponse.json({ checks: { ...ok, storage: 'failed' }, detail: 'Not ready.' }, { status: 503 })),
  );
  renderAt(<SettingsPage />);
  expect(await screen.findByText('Storage: cannot be reached')).toBeInTheDocument();
  expect(screen.getByText('Database: reachable')).toBeInTheDocument();
  expect(screen.getByText('API: reachable')).toBeInTheDocument();
  expect(await screen.findByText('Broken.')).toBeInTheDocument();
});

it('does not call the API reachable when it has stopped answering', async () => {
  server.use(
    on.get('/meta', () => HttpResponse.json(meta())),
    on.get('/readyz', () => HttpResponse.json({ checks: ok }), { once: true }),
    on.get('/readyz', () => HttpResponse.error()),
  );
  renderAt(<SettingsPage />);
  await userEvent.click(await screen.findByRole('button', { name: 'Check again' }));
  expect(await screen.findByText(/Could not refresh/)).toBeInTheDocument();
  expect(screen.getByText('Database: reachable')).toBeInTheDocument();
  expect(screen.queryByText('API: reachable')).toBeNull();
});
