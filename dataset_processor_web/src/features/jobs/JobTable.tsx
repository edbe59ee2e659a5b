import { Anchor, Group, Progress, Text } from '@mantine/core';
import { Link } from 'react-router';
import { type Column, DataTable } from '@/components/DataTable';
import { StateBadge } from '@/components/StateBadge';
import { isLive } from '@/components/states';
import { When } from '@/components/When';
import { formatDuration, secondsBetween } from '@/lib/format';
import { explainFailure } from './failures';
import type { Job } from './queries';
import { SoFar } from './SoFar';
import { describeStage } from './stage';

const COLUMNS: Column<Job>[] = [
  { title: 'Job', place: 'head', cell: (job) => <JobLink job={job} /> },
  { title: 'State', cell: (job) => <StateBadge state={job.state} /> },
  { title: 'Progress', cell: (job) => <Stage job={job} /> },
  { title: 'Attempts', numeric: true, cell: (job) => job.attempt },
  { title: 'Queued', cell: (job) => <When time={job.queued_at} /> },
  { title: 'Waited', numeric: true, cell: (job) => <Duration from={job.queued_at} to={job.started_at ?? job.finished_at} live={isLive(job.state)} /> },
  { title: 'Ran', numeric: true, cell: (job) => <Duration from={job.started_at} to={job.finished_at} live={isLive(job.state)} /> },
];

/** Jobs, one a row: of which dataset, how far, how long. */
export function JobTable({ jobs }: { jobs: readonly Job[] }) {
  return <DataTable caption="Jobs" rows={jobs} columns={COLUMNS} rowKey={(job) => job.id} />;
}

function JobLink({ job }: { job: Job }) {
  return (
    <Anchor component={Link} to={`/jobs/${job.id}`} fw={500} style={{ overflowWrap: 'anywhere' }}>
      <bdi>{job.dataset_name}</bdi>
    </Anchor>
  );
}

function Stage({ job }: { job: Job }) {
  if (job.state === 'success') return <Text size="sm">Report ready</Text>;
  if (job.state === 'failure') return <Text size="sm">{explainFailure(job.error_code).title}</Text>;
  return (
    <Group gap="xs" justify="flex-start">
      <Progress value={job.progress} w={80} aria-label="Processing" />
      <Text size="sm">{describeStage(job)}</Text>
    </Group>
  );
}

function Duration({ from, to, live }: { from: string | null; to: string | null; live: boolean }) {
  const seconds = secondsBetween(from, to);
  const going = live && from !== null && to === null;
  return (
    <span style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
      {going ? <SoFar since={from} /> : seconds === null ? '–' : formatDuration(seconds)}
    </span>
  );
}
