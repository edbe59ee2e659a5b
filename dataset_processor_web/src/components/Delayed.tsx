import { Box } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';

/** Keeps its room at once, shows itself after 200 ms: what loads fast does not flash. */
export function Delayed({ children }: { children: ReactNode }) {
  const [visible, setVisible] = useState(false);
  useTimeout(() => setVisible(true), 200, { autoInvoke: true });
  return (
    <Box aria-busy="true" aria-label="Loading" role="status" style={{ visibility: visible ? 'visible' : 'hidden' }}>
      {children}
    </Box>
  );
}
