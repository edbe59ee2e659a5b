import { useEffect, useRef } from 'react';
import { usePreferences } from './preferences';

const WATCHED_MS = 1_000;
const HIDDEN_MS = 15_000;

/** How long to wait before asking again: a second while somebody looks, longer in a hidden tab. */
function pause(): number {
  return document.hidden ? HIDDEN_MS : WATCHED_MS;
}

/** Options of a query that asks again only while something is live, and never when live updates are off. */
export function usePolling<T>(isLive: (data: T | undefined) => boolean) {
  const { live } = usePreferences();
  return {
    refetchInterval: (query: { state: { data: T | undefined } }) => (live && isLive(query.state.data) ? pause() : false),
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: live,
  } as const;
}

/** Calls back once when what was live has come to its end. */
export function useWhenSettled(live: boolean, callback: () => void): void {
  const before = useRef(live);
  useEffect(() => {
    if (before.current && !live) callback();
    before.current = live;
  }, [live, callback]);
}
