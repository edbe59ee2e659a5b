import { Anchor, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { API_URL } from '@/api/client';
import { CopyId } from '@/components/CopyId';
import { LinkButton } from '@/components/LinkButton';
import { LoadingRows } from '@/components/LoadingRows';
import { Num } from '@/components/Num';
import { PageTitle } from '@/components/PageTitle';
import { Part } from '@/components/Part';
import { NotFound, QueryBoundary } from '@/components/QueryBoundary';
import { StateBadge } from '@/components/StateBadge';
import { isLive } from '@/components/states';
import { useDataset } from '@/features/datasets/queries';
import { FailedJob } from '@/features/jobs/FailedJob';
import { JobProgress } from '@/features/jobs/JobProgress';
import { JobTimeline } from '@/features/jobs/JobTimeline';
import { type Job, useJob } from '@/features/jobs/queries';

/** One job: how far it is, what took how long, what went wrong. */
export default function JobPage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const query = useJob(id);
  const live = query.data !== undefined && isLive(query.data.state);
  const dataset = useDataset(live ? query.data.dataset_id : '');
  const title = query.data === undefined ? 'Job' : `Job of ${query.data.dataset_name}`;
  return (
    <Stack gap="lg">
      <PageTitle title={title} prefix={live ? `${query.data.progress}%` : undefined} />
      <QueryBoundary
        query={query}
        what="the job"
        skeleton={<LoadingRows rows={3} height={96} />}
        notFound={<NotFound what="job" action={<LinkButton to="/jobs">All jobs</LinkButton>} />}
      >
        {(job) => (
          <>
            {live && (
              <Paper withBorder p="md">
                <JobProgress job={job} answeredAt={query.dataUpdatedAt} sizeBytes={dataset.data?.size_bytes ?? null} />
              </Paper>
            )}
            {job.state === 'failure' && (
              <FailedJob datasetId={job.dataset_id} failure={job} onStarted={(started) => void navigate(`/jobs/${started}`)} />
            )}
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
              <Part title="Timeline">
                <JobTimeline job={job} />
              </Part>
              <Part title="Details">
                <Details job={job} />
              </Part>
            </SimpleGrid>
          </>
        )}
      </QueryBoundary>
    </Stack>
  );
}

function Details({ job }: { job: Job }) {
  return (
    <Stack gap="sm">
      <Line title="State">
        <StateBadge state={job.state} />
      </Line>
      <Line title="Dataset">
        <Anchor component={Link} to={`/datasets/${job.dataset_id}`} style={{ overflowWrap: 'anywhere' }}>
          <bdi>{job.dataset_name}</bdi>
        </Anchor>
      </Line>
      <Line title="Attempts">
        <Num value={job.attempt} />
      </Line>
      <Line title="Rows read">
        <Num value={job.rows_done} />
      </Line>
      {job.state === 'failure' && job.error_code !== null && <Line title="Error code">{job.error_code}</Line>}
      <Line title="Job id">
        <CopyId value={job.id} what="job id" />
      </Line>
      <Line title="Dataset id">
        <CopyId value={job.dataset_id} what="dataset id" />
      </Line>
      <Group gap="sm">
        <Anchor href={`${API_URL}/jobs/${job.id}`} size="sm">
          This job as JSON
        </Anchor>
      </Group>
    </Stack>
  );
}

function Line({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Group gap="sm" wrap="nowrap" align="baseline">
      <Text size="sm" c="dimmed" w={90} style={{ flexShrink: 0 }}>
        {title}
      </Text>
      <Text size="sm" component="div" style={{ minWidth: 0 }}>
        {children}
      </Text>
    </Group>
  );
}
