import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from './client';
import { queryKeys } from './queryKeys';

/** What the service takes, and how much of it. It does not change while the page is open. */
export function useMeta() {
  return useQuery({
    queryKey: [queryKeys.meta],
    queryFn: ({ signal }) => unwrap(api.GET('/meta', { signal })),
    staleTime: Infinity,
  });
}
