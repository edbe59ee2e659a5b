import { useSyncExternalStore } from 'react';

export type Grouping = 'comma' | 'space' | 'none';

/** What one person likes, kept in this browser alone. */
export interface Preferences {
  times: 'relative' | 'exact';
  zone: 'local' | 'utc';
  /** What stands between thousands. */
  grouping: Grouping;
  live: boolean;
  shortcuts: boolean;
  pageSize: number;
}

export const PAGE_SIZES = [25, 50, 100, 200] as const;
export const DEFAULT_PREFERENCES: Preferences = {
  times: 'relative',
  zone: 'local',
  grouping: 'comma',
  live: true,
  shortcuts: true,
  pageSize: 50,
};

const GROUPINGS: readonly Grouping[] = ['comma', 'space', 'none'];
const KEY = 'dataset-processor-preferences';
const listeners = new Set<() => void>();
let cached: { text: string | null; value: Preferences } = { text: null, value: DEFAULT_PREFERENCES };

function readText(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Stored text as preferences; whatever is not understood falls back to its default. */
export function parsePreferences(text: string | null): Preferences {
  let stored: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) stored = parsed;
  } catch {
    // Not ours or damaged: the defaults apply.
  }
  const size = PAGE_SIZES.find((each) => each === stored.pageSize);
  return {
    times: stored.times === 'exact' ? 'exact' : 'relative',
    zone: stored.zone === 'utc' ? 'utc' : 'local',
    grouping: GROUPINGS.find((each) => each === stored.grouping) ?? DEFAULT_PREFERENCES.grouping,
    live: stored.live !== false,
    shortcuts: stored.shortcuts !== false,
    pageSize: size ?? DEFAULT_PREFERENCES.pageSize,
  };
}

export function readPreferences(): Preferences {
  const text = readText();
  if (text !== cached.text) cached = { text, value: parsePreferences(text) };
  return cached.value;
}

export function changePreferences(changes: Partial<Preferences>): void {
  const next = { ...readPreferences(), ...changes };
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    cached = { text: null, value: next };
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, readPreferences);
}
