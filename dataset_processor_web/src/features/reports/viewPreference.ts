/** Cards or table: what this browser showed last. */

const KEY = 'dataset-processor-column-view';
export type Look = 'cards' | 'table';

export function readLook(asked: string): Look {
  if (asked === 'table' || asked === 'cards') return asked;
  try {
    return localStorage.getItem(KEY) === 'table' ? 'table' : 'cards';
  } catch {
    return 'cards';
  }
}

export function rememberLook(look: Look): void {
  try {
    localStorage.setItem(KEY, look);
  } catch {
    // It is not remembered then; the address still says it.
  }
}
