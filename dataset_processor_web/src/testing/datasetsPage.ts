import { HttpResponse } from 'msw';
import { beforeEach } from 'vitest';
import type { Schemas } from '@/api/client';
import { counts, meta } from './builders';
import { on, server } from './server';

/** What the list of datasets was asked by, in this test. */
export const asked: string[] = [];

export function answer(...datasets: Schemas['DatasetPublic'][]) {
  return on.get('/datasets', ({ request }) => {
    asked.push(new URL(request.url).search);
    return HttpResponse.json({ datasets, next_cursor: null, has_more: false });
  });
}

/** Before each test: all but the list itself. */
export function serveTheRest(): void {
  beforeEach(() => {
    asked.length = 0;
    server.use(
      on.get('/jobs/counts', () => HttpResponse.json(counts())),
      on.get('/meta', () => HttpResponse.json(meta())),
    );
  });
}
