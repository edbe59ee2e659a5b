import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';

interface Options {
  /** The address to start from. */
  at?: string;
  /** The route the element stands at; others show their address. */
  path?: string;
}

/** Renders with all an element may ask for from above. Queries are not tried again. */
export function renderAt(element: ReactElement, { at = '/', path = '/*' }: Options = {}) {
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, gcTime: 0, networkMode: 'always' }, mutations: { networkMode: 'always' } },
  });
  const view = render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <MemoryRouter initialEntries={[at]}>
          <Routes>
            <Route path={path} element={element} />
            <Route path="*" element={null} />
          </Routes>
          <Address />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, client };
}

/** Where the router is, to be read by a test: `address()`. */
function Address() {
  const { pathname, search } = useLocation();
  return <output hidden data-testid="address">{`${pathname}${search}`}</output>;
}

export function address(): string {
  return document.querySelector('[data-testid=address]')?.textContent ?? '';
}
