import { useClipboard } from '@mantine/hooks';

interface Copying {
  copy: (text: string) => void;
  /** For two seconds after. */
  done: boolean;
  /** Not allowed, as on a page that came over plain http. */
  failed: boolean;
}

/** Puts text into the clipboard, and tells whether it went there. */
export function useCopy(): Copying {
  const { copy, copied, error } = useClipboard({ timeout: 2000 });
  return { copy, done: copied && error === null, failed: error !== null };
}
