import { Group, Stack, Text } from '@mantine/core';
import { useCallback } from 'react';
import { EmptyState } from '@/components/EmptyState';
import { LinkButton } from '@/components/LinkButton';
import { LoadingRows } from '@/components/LoadingRows';
import { Pager } from '@/components/Pager';
import { PageTitle } from '@/components/PageTitle';
import { QueryBoundary } from '@/components/QueryBoundary';
import { JOB_STATES } from '@/components/states';
import { useDataset } from '@/features/datasets/queries';
import { JobTable } from '@/features/jobs/JobTable';
import { LiveSwitch } from '@/features/jobs/LiveSwitch';
import { countLive, useJobCounts, useJobPage } from '@/features/jobs/queries';
import { StateTabs } from '@/features/jobs/StateTabs';
import { useLastingError } from '@/lib/lastingError';
import { useWhenSettled } from '@/lib/polling';
import { usePreferences } from '@/lib/preferences';
import { useUrlState } from '@/lib/urlState';
import { Answer } from './Answer';

const NO_FILTERS = { state: '', dataset_id: '', cursor: '' };
const orNull = (value: string) => (value === '' ? null : value);

/** All jobs, the newest first, by state. */
export default function JobsPage() {
  const { pageSize } = usePreferences();
  const [values] = useUrlState(NO_FILTERS);
  const state = JOB_STATES.find((each) => each === values.state) ?? null;
  const datasetId = orNull(values.dataset_id);
  const counts = useJobCounts(datasetId);
  const uncounted = useLastingError(counts) !== null;
  const anyLive = countLive(counts.data) > 0;
  const query = useJobPage({ state, datasetId, cursor: orNull(values.cursor), limit: pageSize }, anyLive);
  const { refetch } = query;
  useWhenSettled(anyLive, useCallback(() => void refetch(), [refetch]));
  const only = useDataset(values.dataset_id);
  const filtered = state !== null || datasetId !== null || values.cursor !== '';

  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <PageTitle title="Jobs" />
        <LiveSwitch />
      </Group>
      {datasetId !== null && (
        <Group gap="sm">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            Only of{' '}
            <strong>
              <bdi>{only.data?.name ?? `dataset ${datasetId}`}</bdi>
            </strong>
          </Text>
          <LinkButton size="xs" variant="default" to="/jobs">
            Show all
          </LinkButton>
        </Group>
      )}
      <StateTabs current={state} counts={counts.data} failed={uncounted} />
      <QueryBoundary query={query} what="the jobs" skeleton={<LoadingRows rows={8} height={52} />}>
        {({ jobs }) => (
          <Answer old={query.isPlaceholderData}>
            {jobs.length > 0 ? <JobTable jobs={jobs} /> : <NoJobs filtered={filtered} />}
          </Answer>
        )}
      </QueryBoundary>
      <Pager nextCursor={query.data?.next_cursor ?? null} label="Jobs" />
    </Stack>
  );
}

function NoJobs({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return <EmptyState title="No job matches" action={<LinkButton to="/jobs">Show all jobs</LinkButton>} />;
  }
  return (
    <EmptyState title="No jobs yet" action={<LinkButton to="/upload">Upload a dataset</LinkButton>}>
      Every dataset that is processed has a job here.
    </EmptyState>
  );
}
