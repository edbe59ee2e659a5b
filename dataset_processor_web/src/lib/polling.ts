import { useEffect, useRef } from 'react';
import { isTemporary } from '@/api/client';
import { readPreferences, usePreferences } from './preferences';

const WATCHED_MS = 1_000;
const HIDDEN_MS = 15_000;
const FAILED_MS = 5_000;

interface Asked<T = unknown> {
  state: { data: T | undefined; error: Error | null };
}

/** How long to wait before asking again: a second while somebody looks, longer in a hidden tab. */
function pause(): number {
  return document.hidden ? HIDDEN_MS : WATCHED_MS;
}

/** What failed and may work again is asked for until it does, so that a page recovers by itself. */
export function pauseAfterFailure({ state: { error } }: Asked): number | false {
  if (error === null || !isTemporary(error) || !readPreferences().live) return false;
  return document.hidden ? HIDDEN_MS : FAILED_MS;
}

/**
 * Options of a query that asks again only while something is live or did not answer, and never when live updates are off
 * or what it shows is to stand still.
 */
export function usePolling<T>(isLive: (data: T | undefined) => boolean, isStill: (data: T | undefined) => boolean = () => false) {
  const { live } = usePreferences();
  return {
    refetchInterval: (query: Asked<T>) => {
      const { data, error } = query.state;
      if (isStill(data)) return false;
      const refused = error !== null && !isTemporary(error);
      return live && isLive(data) && !refused ? pause() : pauseAfterFailure(query);
    },
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: (query: Asked<T>) => live && !isStill(query.state.data),
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
