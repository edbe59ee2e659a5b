import { useEffect } from 'react';
import { focusHeading } from '@/lib/focusHeading';

/** Gives the focus to the heading when what had it within `#main` is gone, as a button is that has done its work. */
export function useFocusKeeper(): void {
  useEffect(() => {
    const main = document.getElementById('main');
    if (main === null) return;
    let last: EventTarget | null = null;
    const stop = new AbortController();
    const { signal } = stop;
    main.addEventListener('focusin', ({ target }) => (last = target), { signal });
    // Whoever presses a place without focus has left on purpose.
    document.addEventListener('pointerdown', () => (last = null), { signal, capture: true });
    const observer = new MutationObserver(() => {
      if (!(last instanceof Node) || last.isConnected) return;
      last = null;
      if (document.activeElement === document.body) focusHeading();
    });
    observer.observe(main, { childList: true, subtree: true });
    return () => {
      stop.abort();
      observer.disconnect();
    };
  }, []);
}
