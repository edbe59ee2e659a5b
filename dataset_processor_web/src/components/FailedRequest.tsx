import { Group, Text } from '@mantine/core';
import { ApiError } from '@/api/client';
import { CopyId } from './CopyId';

/** The status of what failed, and its request's id to copy, as far as they are known. */
export function FailedRequest({ error }: { error: unknown }) {
  if (!(error instanceof ApiError) || error.status === null) return null;
  const { status, requestId } = error;
  return (
    <Group gap="xs" component="span">
      <Text span size="sm">
        Status {status}
        {requestId !== null && ', request'}
      </Text>
      {requestId !== null && <CopyId value={requestId} what="request id" />}
    </Group>
  );
}
