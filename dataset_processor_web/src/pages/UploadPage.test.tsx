import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { changePreferences } from '@/lib/preferences';
import { aJob, anUpload, meta } from '@/testing/builders';
import { renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import UploadPage from './UploadPage';

it('follows a file from the disk to its report', async () => {
  server.use(
    on.get('/meta', () => HttpResponse.json(meta())),
    on.post('/datasets', () => HttpResponse.json(anUpload(), { status: 201 })),
    on.get('/jobs/:id', () => HttpResponse.json(aJob())),
  );
  renderAt(<UploadPage />);
  await userEvent.upload(screen.getByLabelText('Files to upload'), new File(['a\n1\n'], 'sales.csv', { type: 'text/csv' }));
  expect(await screen.findByText('The report is ready')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Open sales.csv' })).toBeInTheDocument();
});

it('says how large a file may be', async () => {
  server.use(on.get('/meta', () => HttpResponse.json(meta())));
  renderAt(<UploadPage />);
  expect(await screen.findByText(/up to 21.5 GB each/)).toBeInTheDocument();
});

it('says that updates are paused where there is something to be updated', async () => {
  let state: 'started' | 'success' = 'started';
  changePreferences({ live: false });
  server.use(
    on.get('/meta', () => HttpResponse.json(meta())),
    on.post('/datasets', () => HttpResponse.json(anUpload(), { status: 201 })),
    on.get('/jobs/:id', () => HttpResponse.json(aJob({ state, progress: 10 }))),
  );
  renderAt(<UploadPage />);
  expect(screen.queryByRole('button', { name: /paused/ })).toBeNull();
  await userEvent.upload(screen.getByLabelText('Files to upload'), new File(['a\n1\n'], 'sales.csv', { type: 'text/csv' }));
  expect(await screen.findByText('Reading the file')).toBeInTheDocument();
  state = 'success';
  await userEvent.click(screen.getByRole('button', { name: 'Updates are paused: resume' }));
  expect(await screen.findByText('The report is ready')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /paused|Pause/ })).toBeNull();
});
