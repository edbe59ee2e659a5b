import { Group, Progress, Text } from '@mantine/core';
import { isLive } from '@/components/states';
import { StateBadge } from '@/components/StateBadge';
import { explainFailure } from './failures';
import { useJob } from './queries';
import { describeStage } from './stage';

/** A job in one line, followed to its end. Says nothing while it is not known. */
export function JobLine({ id }: { id: string }) {
  const { data: job } = useJob(id);
  if (job === undefined) return null;
  return (
    <Group gap="sm">
      <StateBadge state={job.state} />
      {isLive(job.state) && <Progress value={job.progress} w={120} aria-label="Processing" />}
      <Text size="sm">
        {job.state === 'failure' ? explainFailure(job.error_code).title : isLive(job.state) ? describeStage(job) : 'The report is ready'}
      </Text>
    </Group>
  );
}
