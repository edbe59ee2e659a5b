import { Alert, Box, Button, Group, Stack } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { IconCloudOff } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '@/api/client';
import { usePreferences } from '@/lib/preferences';
import { formatExact } from '@/lib/format';
import { useLastingError } from '@/lib/lastingError';
import { EmptyState } from './EmptyState';
import { ErrorAlert } from './ErrorAlert';

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
  const { data, isFetching } = query;
  const error = useLastingError(query);
  const retry = () => void query.refetch();
  if (error instanceof ApiError && (error.status === 404 || error.status === 422) && notFound !== undefined) return notFound;
  if (data !== undefined) {
    return (
      <Stack gap="md">
        {error !== null && <StaleBand since={query.dataUpdatedAt} onRetry={retry} retrying={isFetching} />}
        {children(data)}
      </Stack>
    );
  }
  if (error !== null) {
    return <ErrorAlert title={`Could not load ${what}`} error={error} onRetry={retry} retrying={isFetching} />;
  }
  return <Delayed>{skeleton}</Delayed>;
}

/** What is shown is old; it stays, with its time. */
function StaleBand({ since, onRetry, retrying }: { since: number; onRetry: () => void; retrying: boolean }) {
  const { zone } = usePreferences();
  return (
    <Alert color="yellow" role="status" icon={<IconCloudOff />} p="xs">
      <Group justify="space-between" gap="xs">
        <span>Could not refresh. Showing data from {formatExact(new Date(since), zone)}.</span>
        <Button size="compact-sm" variant="default" onClick={onRetry} loading={retrying}>
          Try again
        </Button>
      </Group>
    </Alert>
  );
}

/** Keeps its room at once, shows itself after 200 ms: what loads fast does not flash. */
function Delayed({ children }: { children: ReactNode }) {
  const [visible, setVisible] = useState(false);
  useTimeout(() => setVisible(true), 200, { autoInvoke: true });
  return (
    <Box aria-busy="true" aria-label="Loading" role="status" style={{ visibility: visible ? 'visible' : 'hidden' }}>
      {children}
    </Box>
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
