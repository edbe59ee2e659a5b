import { screen } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { aJob, JOB_ID } from '@/testing/builders';
import { renderAt } from '@/testing/render';
import { on, server } from '@/testing/server';
import { JobLine } from './JobLine';

it.each([
  [{ state: 'failure', error_code: 'not_an_object', error_row: 2 }, 'An item of the list is not an object: data row 3'],
  [{ state: 'failure', error_code: 'no_header', error_row: null }, 'The file has no header row'],
  [{ state: 'started', progress: 30 }, 'Computing statistics'],
  [{ state: 'success' }, 'The report is ready'],
] as const)('%j: %s', async (changes, words) => {
  server.use(on.get('/jobs/:id', () => HttpResponse.json(aJob(changes))));
  renderAt(<JobLine id={JOB_ID} />);
  expect(await screen.findByText(words)).toBeInTheDocument();
});
