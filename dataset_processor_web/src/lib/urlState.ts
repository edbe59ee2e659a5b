import { useCallback, useContext, useMemo } from 'react';
import { type Navigator, UNSAFE_NavigationContext as NavigationContext, useSearchParams } from 'react-router';

export type UrlValues = Record<string, string>;

/** The values of the address, those left out as their defaults. Unknown parameters are not read. */
export function readUrl<T extends UrlValues>(params: URLSearchParams, defaults: T): T {
  const entries = Object.entries(defaults).map(([key, fallback]) => [key, params.get(key) ?? fallback]);
  return Object.fromEntries(entries) as T;
}

/** The parameters with the changes made; a value equal to its default is left out, others stay. */
export function writeUrl<T extends UrlValues>(params: URLSearchParams, defaults: T, changes: Partial<T>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [key, value] of Object.entries(changes) as [string, string | undefined][]) {
    if (value === undefined || value === defaults[key]) next.delete(key);
    else next.set(key, value);
  }
  return next;
}

/**
 * The parameters of the address as it is now. What is on the screen may still be the one before: links and changes are
 * followed in a transition, and a change that started from it would undo them.
 */
function useLatestParams(rendered: URLSearchParams): () => URLSearchParams {
  // Every router that keeps a history has it here, whatever the type says.
  const history = useContext(NavigationContext).navigator as Navigator & { location?: { search: string } };
  return useCallback(() => new URLSearchParams(history.location?.search ?? rendered), [history, rendered]);
}

/** What anyone might want to share lives in the address. `defaults` must be a constant. */
export function useUrlState<T extends UrlValues>(
  defaults: T,
): [T, (changes: Partial<T>, options?: { replace?: boolean }) => void] {
  const [params, setParams] = useSearchParams();
  const latest = useLatestParams(params);
  const values = useMemo(() => readUrl(params, defaults), [params, defaults]);
  const change = useCallback(
    (changes: Partial<T>, options?: { replace?: boolean }) => {
      setParams(writeUrl(latest(), defaults, changes), { replace: options?.replace ?? false });
    },
    [setParams, latest, defaults],
  );
  return [values, change];
}
