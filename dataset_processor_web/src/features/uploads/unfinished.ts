import { interruptedFailure } from './failures';
import { isInterrupted, isPending, newItem, type UploadItem } from './queue';

const KEY = 'dataset-processor-unfinished-uploads';

/** Names of the files that would have to be chosen again if the page went away now. What is stored is safe. */
export function unfinishedNames(items: readonly UploadItem[]): string[] {
  return items.filter((item) => isInterrupted(item) || (isPending(item) && item.dataset === null)).map((item) => item.file.name);
}

export function interruptedItem(id: string, name: string): UploadItem {
  return newItem(id, new File([], name), interruptedFailure());
}

/** Kept for this tab alone: a reload, or a crash, leaves them to the next load of the page. */
export function rememberUnfinished(names: readonly string[]): void {
  try {
    if (names.length === 0) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(names));
  } catch {
    // Without storage nothing is remembered, and everything else works.
  }
}

export function recallUnfinished(): string[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}
