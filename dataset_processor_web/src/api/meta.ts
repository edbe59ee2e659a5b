import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, unwrap } from './client';
import { queryKeys } from './queryKeys';

/** Seldom changes while the page is open; who has a reason to doubt it asks again. */
export const META = queryOptions({
  queryKey: [queryKeys.meta],
  queryFn: ({ signal }) => unwrap(api.GET('/meta', { signal })),
  staleTime: Infinity,
});

/** What the service takes, and how much of it. */
export function useMeta() {
  return useQuery(META);
}
