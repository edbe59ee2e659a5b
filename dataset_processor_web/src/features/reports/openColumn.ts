import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** The parameter of the address that opens a column's details. An empty one opens the column without a name. */
const PARAMETER = 'col';

/** The same address with a column's details open. */
export function addressOf(params: URLSearchParams, name: string): { search: string } {
  const next = new URLSearchParams(params);
  next.set(PARAMETER, name);
  return { search: `?${next.toString()}` };
}

/** A name as it comes back from an address: half of a character that takes two, which JSON may hold, does not survive there. */
export function nameInAddress(name: string): string {
  return new URLSearchParams({ [PARAMETER]: name }).get(PARAMETER) ?? name;
}

/** The name of the column whose details are open, and how to close them. */
export function useOpenColumn(): [name: string | null, close: () => void] {
  const [params, setParams] = useSearchParams();
  const close = useCallback(() => {
    setParams(
      (current) => {
        const next = new URLSearchParams(current);
        next.delete(PARAMETER);
        return next;
      },
      { replace: true },
    );
  }, [setParams]);
  return [params.get(PARAMETER), close];
}
