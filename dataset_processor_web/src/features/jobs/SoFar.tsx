import { formatDuration, secondsBetween } from '@/lib/format';
import { useNow } from '@/lib/useNow';

/** How long it has been since then; counts on. */
export function SoFar({ since }: { since: string }) {
  const now = useNow(1_000);
  return formatDuration(Math.round(secondsBetween(since, new Date(now).toISOString()) ?? 0));
}
