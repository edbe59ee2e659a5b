import { useEffect, useLayoutEffect } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';

const KEY = 'dataset-processor-scroll-places';
const PATIENCE_MS = 5_000;
const MOVES = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** How far down each history entry was read. */
const places = new Map<string, number>(recall());

function recall(): [string, number][] {
  const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as [string, number][];
    if (load?.type === 'reload' || load?.type === 'back_forward') return stored;
    // Whoever types an address wants its beginning, also if it is the one that is open.
    const { key: here = 'default' } = (history.state ?? {}) as { key?: string };
    return stored.filter(([key]) => key !== here);
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

/** Goes there once the page is long enough, or as far as it goes, unless somebody moves about first. Returns how to give it up. */
function scrollWhenPossible(place: number, onEnd: () => void): () => void {
  const go = () => {
    window.scrollTo(0, place);
    giveUp();
  };
  const attempt = () => {
    // Heights are rounded, places are not.
    if (document.documentElement.scrollHeight - window.innerHeight + 1 >= place) go();
  };
  const growth = new ResizeObserver(attempt);
  const patience = setTimeout(go, PATIENCE_MS);
  const giveUp = () => {
    onEnd();
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
    const place = type === NavigationType.Pop ? (places.get(key) ?? 0) : null;
    let waiting = place !== null;
    const note = () => {
      if (!waiting) places.set(key, window.scrollY);
    };
    note();
    const giveUp = place === null ? undefined : scrollWhenPossible(place, () => (waiting = false));
    window.addEventListener('scroll', note, { passive: true });
    return () => {
      giveUp?.();
      window.removeEventListener('scroll', note);
    };
  }, [key, type]);
}
