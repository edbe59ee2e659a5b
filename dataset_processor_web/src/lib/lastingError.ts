import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';

/** What went wrong, kept while it is asked for again: a query without data has forgotten it by then. */
export function useLastingError({ data, error, errorUpdateCount }: UseQueryResult): Error | null {
  const [last, setLast] = useState<Error | null>(null);
  if (error !== null && error !== last) setLast(error);
  if (error !== null) return error;
  return data === undefined && errorUpdateCount > 0 ? last : null;
}
