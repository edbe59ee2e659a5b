import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FailedRequest } from './FailedRequest';

interface Props {
  title: string;
  error: unknown;
  onRetry?: (() => void) | undefined;
  retrying?: boolean;
  children?: ReactNode;
}

/** What failed, why, the request to name when asking for help, and a way to try again. */
export function ErrorAlert({ title, error, onRetry, retrying = false, children }: Props) {
  const message = error instanceof Error ? error.message : 'Something unexpected happened.';
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle />} title={title} variant="light">
      <Stack gap="xs" align="flex-start">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        {children}
        <FailedRequest error={error} />
        {onRetry !== undefined && (
          <Button size="xs" leftSection={<IconRefresh size={16} />} onClick={onRetry} loading={retrying}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
