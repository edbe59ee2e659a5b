import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { UploadRunner } from '@/features/uploads/runner';
import { uploadFile } from '@/features/uploads/uploadFile';
import { UploadsContext } from '@/features/uploads/useUploads';
import { JOB_ID, meta } from './builders';

interface Options {
  /** The address to start from. */
  at?: string;
  /** The route the element stands at; others show their address. */
  path?: string;
  /** Names of files whose upload an earlier load of the page did not finish. */
  unfinished?: string[];
}

/** Renders with all an element may ask for from above. Queries are not tried again. */
export function renderAt(element: ReactElement, { at = '/', path = '/*', unfinished = [] }: Options = {}) {
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, gcTime: 0, networkMode: 'always' }, mutations: { networkMode: 'always' } },
  });
  const transport = {
    send: uploadFile,
    process: () => Promise.resolve(JOB_ID),
    readLimits: () => Promise.resolve(meta()),
    now: () => Date.now(),
    isOnline: () => true,
    onChange: () => undefined,
    remember: () => undefined,
  };
  const runner = new UploadRunner(transport, unfinished);
  const view = render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <UploadsContext value={runner}>
          <MemoryRouter initialEntries={[at]}>
            <Routes>
              <Route path={path} element={element} />
              <Route path="*" element={null} />
            </Routes>
            <Address />
          </MemoryRouter>
        </UploadsContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, client, runner };
}

/** Where the router is, to be read by a test: `address()`. */
function Address() {
  const { pathname, search } = useLocation();
  return <output hidden data-testid="address">{`${pathname}${search}`}</output>;
}

export function address(): string {
  return document.querySelector('[data-testid=address]')?.textContent ?? '';
}
