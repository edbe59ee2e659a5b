import { useState } from 'react';

/** What is ticked in a list, by id. */
export interface Selection {
  has: (id: string) => boolean;
  /** Ticks all of them; unticks them where all are ticked already. */
  toggle: (ids: readonly string[]) => void;
  remove: (ids: readonly string[]) => void;
  clear: () => void;
}

const NONE: ReadonlySet<string> = new Set();

/** Nothing is ticked in another `list`, as when the filters change. */
export function useSelection(list: string): Selection {
  const [state, setState] = useState({ list, ids: NONE });
  if (state.list !== list) setState({ list, ids: NONE });
  const ids = state.list === list ? state.ids : NONE;
  const set = (next: ReadonlySet<string>) => setState({ list, ids: next });
  return {
    has: (id) => ids.has(id),
    toggle: (toggled) => {
      const next = new Set(ids);
      const all = toggled.every((id) => ids.has(id));
      for (const id of toggled) {
        if (all) next.delete(id);
        else next.add(id);
      }
      set(next);
    },
    remove: (removed) => set(new Set([...ids].filter((id) => !removed.includes(id)))),
    clear: () => set(NONE),
  };
}
