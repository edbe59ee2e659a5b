import { useEffect, useLayoutEffect } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';

const KEY = 'dataset-processor-scroll-places';
const PATIENCE_MS = 5_000;
const MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** How far down each history entry was read. */
const places = new Map<string, number>(recall());

function recall(): [string, number][] {
  const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  // Whoever types an address wants its beginning.
  if (load?.type !== 'reload' && load?.type !== 'back_forward') return [];
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as [string, number][];
  } catch {
    return [];
  }
}

function remember(): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...places]));
  } catch {
    // Without storage a reload begins at the top.
  }
}

/** Goes there once the page is long enough, unless somebody moves about first. Returns how to give it up. */
function scrollWhenPossible(place: number): () => void {
  const attempt = () => {
    if (document.documentElement.scrollHeight - window.innerHeight < place) return;
    window.scrollTo(0, place);
    giveUp();
  };
  const growth = new ResizeObserver(attempt);
  const patience = setTimeout(() => giveUp(), PATIENCE_MS);
  const giveUp = () => {
    growth.disconnect();
    clearTimeout(patience);
    for (const move of MOVES) window.removeEventListener(move, giveUp);
  };
  for (const move of MOVES) window.addEventListener(move, giveUp);
  growth.observe(document.body);
  attempt();
  return giveUp;
}

/** After Back, Forward and a reload one reads on where one was. The browser itself looks before the screen is drawn. */
export function useScrollPlace(): void {
  const { key } = useLocation();
  const type = useNavigationType();

  useEffect(() => {
    history.scrollRestoration = 'manual';
    window.addEventListener('pagehide', remember);
    return () => window.removeEventListener('pagehide', remember);
  }, []);

  useLayoutEffect(() => {
    const place = type === NavigationType.Pop ? places.get(key) : undefined;
    const note = () => places.set(key, window.scrollY);
    if (place === undefined) note();
    const giveUp = place === undefined ? undefined : scrollWhenPossible(place);
    window.addEventListener('scroll', note, { passive: true });
    return () => {
      giveUp?.();
      window.removeEventListener('scroll', note);
    };
  }, [key, type]);
}
