import { useState } from 'react';
import { formatDuration, secondsBetween } from '@/lib/format';
import { usePreferences } from '@/lib/preferences';
import { useNow } from '@/lib/useNow';

/** How long it has been since then; counts on, unless updates are paused: then nobody knows whether it still goes on. */
export function SoFar({ since }: { since: string }) {
  const { live } = usePreferences();
  const now = useNow(1_000);
  const [seen, setSeen] = useState(now);
  if (live && seen !== now) setSeen(now);
  return formatDuration(Math.round(secondsBetween(since, new Date(seen).toISOString()) ?? 0));
}
