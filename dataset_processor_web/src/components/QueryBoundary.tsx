import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '@/api/client';
import { formatExact } from '@/lib/format';
import { useLastingError } from '@/lib/lastingError';
import { pauseAfterFailure } from '@/lib/polling';
import { usePreferences } from '@/lib/preferences';
import { Delayed } from './Delayed';
import { EmptyState } from './EmptyState';
import { ErrorAlert } from './ErrorAlert';
import { FailedRequest } from './FailedRequest';

interface Props<T> {
  query: UseQueryResult<T>;
  /** What could not be loaded, as a phrase: "the datasets". */
  what: string;
  skeleton: ReactNode;
  /** Shown for a 404; without it a 404 is an error like others. */
  notFound?: ReactNode;
  children: (data: T) => ReactNode;
}

/** Loading, failed, not found, old, or there: the states every screen that asks the server has. */
export function QueryBoundary<T>({ query, what, skeleton, notFound, children }: Props<T>) {
  const { data } = query;
  const error = useLastingError(query);
  const retry = () => void query.refetch();
  if (error instanceof ApiError && (error.status === 404 || error.status === 422) && notFound !== undefined) return notFound;
  if (data !== undefined) {
    return (
      <Stack gap="md">
        {error !== null && <StaleBand query={query} error={error} onRetry={retry} />}
        {children(data)}
      </Stack>
    );
  }
  if (error !== null) {
    return <ErrorAlert title={`Could not load ${what}`} error={error} onRetry={retry} retrying={query.isFetching} />;
  }
  return <Delayed>{skeleton}</Delayed>;
}

interface StaleProps {
  query: UseQueryResult;
  error: Error;
  onRetry: () => void;
}

/** What is shown is old; it stays, with its time and why it is not newer. */
function StaleBand({ query, error, onRetry }: StaleProps) {
  const { zone } = usePreferences();
  const again = query.isEnabled && pauseAfterFailure({ state: query }) !== false;
  return (
    <Alert color="yellow" role="status" icon={<IconCloudOff />} p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" style={{ flex: '1 1 16rem', overflowWrap: 'anywhere' }}>
          Could not refresh. Showing data from {formatExact(new Date(query.dataUpdatedAt), zone)}. {error.message}
          {again && ' Trying again.'}
        </Text>
        <FailedRequest error={error} />
        <Button size="compact-sm" variant="default" onClick={onRetry} loading={query.isFetching}>
          Try again
        </Button>
      </Group>
    </Alert>
  );
}

/** A thing that is not there (any more). */
export function NotFound({ what, action }: { what: string; action: ReactNode }) {
  return (
    <EmptyState title={`No such ${what}`} action={action}>
      It may have been deleted, or the link is not complete.
    </EmptyState>
  );
}
