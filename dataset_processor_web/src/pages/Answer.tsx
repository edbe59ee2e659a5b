import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';

/** A list. The one asked for before stands in while the next is on its way: marked, and dimmed when that takes long. */
export function Answer({ old, children }: { old: boolean; children: ReactNode }) {
  return (
    <Stack gap="md" aria-busy={old} style={old ? { opacity: 0.6, transition: 'opacity 300ms' } : undefined}>
      {children}
    </Stack>
  );
}
