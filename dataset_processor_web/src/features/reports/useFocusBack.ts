import { useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Gives the focus back to what had it before the details opened; where nothing had, to the heading of the columns.
 * Mantine looks for it later than that: links are followed in a transition, and by then the details have the focus.
 */
export function useFocusBack(opened: boolean): void {
  const before = useRef<Element | null>(null);
  const wasOpened = useRef(false);

  useLayoutEffect(() => {
    if (opened) before.current = document.activeElement;
  }, [opened]);

  useEffect(() => {
    if (!opened && wasOpened.current) {
      const known = before.current instanceof HTMLElement && before.current.isConnected && before.current !== document.body;
      const target = known ? (before.current as HTMLElement) : document.getElementById('columns');
      target?.focus({ preventScroll: true });
    }
    wasOpened.current = opened;
  }, [opened]);
}
