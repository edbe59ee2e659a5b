import { QueryClient } from '@tanstack/react-query';
import { ApiError, isTemporary } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { pauseAfterFailure } from '@/lib/polling';

const LISTS_KEPT_MS = 30 * 60_000;

/**
 * A refused request is not sent again; what may pass is tried once more before it is shown. An answer that cannot be read
 * is not even asked for when the tab is looked at again.
 */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 1 && isTemporary(error),
        retryDelay: 500,
        staleTime: 2_000,
        networkMode: 'always',
        refetchInterval: pauseAfterFailure,
        refetchOnWindowFocus: ({ state: { error } }) => error === null || error instanceof ApiError,
        refetchIntervalInBackground: true,
      },
      mutations: { networkMode: 'always' },
    },
  });
  // After Back the list is there at once, and with it the place where one was.
  for (const key of [queryKeys.datasets, queryKeys.jobs]) client.setQueryDefaults([key], { gcTime: LISTS_KEPT_MS });
  return client;
}
