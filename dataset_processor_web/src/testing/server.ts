import { http } from 'msw';
import { setupServer } from 'msw/node';

/** The API of a test: it answers what the test says and nothing else. */
export const server = setupServer();

/** Handlers for a path of the API: `on.get('/jobs', …)`. */
export const on = {
  get: (path: string, ...rest: Rest) => http.get(`*/api${path}`, ...rest),
  post: (path: string, ...rest: Rest) => http.post(`*/api${path}`, ...rest),
  delete: (path: string, ...rest: Rest) => http.delete(`*/api${path}`, ...rest),
};

type Rest = [resolver: Parameters<typeof http.get>[1], options?: Parameters<typeof http.get>[2]];
