import { QueryClient } from '@tanstack/react-query';
import { isTemporary } from '@/api/client';
import { pauseAfterFailure } from '@/lib/polling';

/** A refused request is not sent again; what may pass is tried once more before it is shown. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 1 && isTemporary(error),
        retryDelay: 500,
        staleTime: 2_000,
        networkMode: 'always',
        refetchInterval: pauseAfterFailure,
        refetchIntervalInBackground: true,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
