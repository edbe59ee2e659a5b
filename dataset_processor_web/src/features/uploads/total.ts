import { isPending, type UploadItem } from './queue';

export interface Total {
  files: number;
  loaded: number;
  size: number;
  percent: number;
}

/** How far all files are that are still on their way; null when there are none. */
export function sumUp(items: readonly UploadItem[]): Total | null {
  const pending = items.filter(isPending);
  if (pending.length === 0) return null;
  const loaded = pending.reduce((sum, item) => sum + item.loaded, 0);
  const size = pending.reduce((sum, item) => sum + item.file.size, 0);
  return { files: pending.length, loaded, size, percent: size === 0 ? 0 : Math.floor((loaded / size) * 100) };
}
