import { isPending, type UploadItem } from './queue';

export interface Total {
  /** On their way. */
  files: number;
  /** With those that are done and were sent beside them. */
  all: number;
  loaded: number;
  size: number;
  percent: number;
}

/** How many files are on their way, and how far they are with those that were sent beside them; null when there are none. */
export function sumUp(items: readonly UploadItem[]): Total | null {
  const pending = items.filter(isPending);
  if (pending.length === 0) return null;
  const batches = new Set(pending.map(({ batch }) => batch));
  const counted = items.filter((item) => isPending(item) || (item.status === 'done' && batches.has(item.batch)));
  const loaded = counted.reduce((sum, item) => sum + item.loaded, 0);
  const size = counted.reduce((sum, item) => sum + item.file.size, 0);
  return { files: pending.length, all: counted.length, loaded, size, percent: size === 0 ? 0 : Math.floor((loaded / size) * 100) };
}
