import { startTransition, useOptimistic } from 'react';

/** What was chosen shows at once; what is drawn by it, in a transition, follows. */
export function useChosen<T extends object>(drawn: T, tell: (changes: Partial<T>) => void): [T, (changes: Partial<T>) => void] {
  const [chosen, choose] = useOptimistic(drawn, (before, changes: Partial<T>) => ({ ...before, ...changes }));
  const change = (changes: Partial<T>) =>
    startTransition(() => {
      choose(changes);
      tell(changes);
    });
  return [chosen, change];
}
