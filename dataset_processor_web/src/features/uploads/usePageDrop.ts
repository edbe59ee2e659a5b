import { useEffect, useState } from 'react';
import { TYPED_INTO } from '@/lib/typedInto';
import { holdsFiles } from './readDrop';

/** Cells and paragraphs come with a picture of themselves, and what is pasted into a field belongs there. */
function isText({ target, clipboardData }: ClipboardEvent): boolean {
  const typing = target instanceof HTMLElement && target.matches(TYPED_INTO);
  return typing || (clipboardData?.types.includes('text/html') ?? false);
}

/** Takes what is dropped on or pasted into the page; tells whether files hang over it. `take` must be stable. */
export function usePageDrop(take: (transfer: DataTransfer | null) => void): boolean {
  // Enter and leave come for every element passed over; what has been entered and not left counts.
  const [depth, setDepth] = useState(0);

  useEffect(() => {
    const onFiles = (react: (event: DragEvent) => void) => (event: DragEvent) => {
      if (holdsFiles(event.dataTransfer)) react(event);
    };
    const enter = onFiles(() => setDepth((before) => before + 1));
    const leave = onFiles(() => setDepth((before) => Math.max(0, before - 1)));
    const hover = onFiles((event) => event.preventDefault());
    const drop = onFiles((event) => {
      event.preventDefault();
      setDepth(0);
      take(event.dataTransfer);
    });
    const paste = (event: ClipboardEvent) => {
      if (!isText(event)) take(event.clipboardData);
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener('dragenter', enter, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('dragover', hover, { signal });
    window.addEventListener('drop', drop, { signal });
    window.addEventListener('paste', paste, { signal });
    return () => stop.abort();
  }, [take]);

  return depth > 0;
}
