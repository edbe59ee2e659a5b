import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { UploadsProvider } from '@/features/uploads/UploadsProvider';
import { createQueryClient } from './queryClient';
import { cssVariables, theme } from './theme';

/** All that screens expect above them, but the router. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <UploadsProvider>{children}</UploadsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
