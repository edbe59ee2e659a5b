import { Group, Progress, Text } from '@mantine/core';
import { isLive } from '@/components/states';
import { StateBadge } from '@/components/StateBadge';
import { describeRow, explainFailure } from './failures';
import { type Job, useJob } from './queries';
import { describeStage } from './stage';

/** A job in one line, followed to its end. Says nothing while it is not known. */
export function JobLine({ id }: { id: string }) {
  const { data: job } = useJob(id);
  if (job === undefined) return null;
  return (
    <Group gap="sm">
      <StateBadge state={job.state} />
      {isLive(job.state) && <Progress value={job.progress} w={120} aria-label="Processing" />}
      <Text size="sm">{describeJob(job)}</Text>
    </Group>
  );
}

function describeJob(job: Job): string {
  if (job.state === 'success') return 'The report is ready';
  if (job.state !== 'failure') return describeStage(job);
  const { title } = explainFailure(job.error_code);
  return job.error_row === null ? title : `${title}: ${describeRow(job.error_row)}`;
}
