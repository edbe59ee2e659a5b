import { useQuery } from '@tanstack/react-query';
import { api, ApiError, describeDetail, NO_ANSWER, type Schemas } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';

async function readHealth(signal: AbortSignal): Promise<Schemas['Checks']> {
  const answer = await api.GET('/readyz', { signal }).catch(() => {
    throw new ApiError(NO_ANSWER, null);
  });
  if (answer.data !== undefined) return answer.data.checks;
  // 503 names what cannot be reached: that is an answer, not an error.
  const { error, response } = answer;
  if (typeof error === 'object' && 'checks' in error) return error.checks;
  throw new ApiError(describeDetail(error, response.status), response.status, response.headers.get('X-Request-ID'));
}

/** Whether the service reaches what it stands on. */
export function useHealth() {
  return useQuery({ queryKey: [queryKeys.health], queryFn: ({ signal }) => readHealth(signal), retry: false });
}
