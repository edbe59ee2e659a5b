import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiError } from '@/api/client';
import { CopyId } from './CopyId';

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
  const requestId = error instanceof ApiError ? error.requestId : null;
  const status = error instanceof ApiError ? error.status : null;
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle />} title={title} variant="light">
      <Stack gap="xs" align="flex-start">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        {children}
        {requestId !== null && (
          <Group gap="xs">
            <Text span size="sm">
              Status {status}, request
            </Text>
            <CopyId value={requestId} what="request id" />
          </Group>
        )}
        {onRetry !== undefined && (
          <Button size="xs" leftSection={<IconRefresh size={16} />} onClick={onRetry} loading={retrying}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
