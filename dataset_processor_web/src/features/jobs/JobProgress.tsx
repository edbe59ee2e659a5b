import { Group, Progress, Stack, Text, VisuallyHidden } from '@mantine/core';
import { formatBytes, formatCount, formatDuration, formatNumber } from '@/lib/format';
import { PausedUpdates } from './LiveSwitch';
import type { Job } from './queries';
import { describeStage } from './stage';
import { type JobRate, useJobRate } from './useJobRate';

interface Props {
  job: Job;
  /** When this was answered; successive answers give the rate. */
  answeredAt: number;
  sizeBytes: number | null;
}

/** A live job: what it does, how far it is, how fast, and how long it will take. */
export function JobProgress({ job, answeredAt, sizeBytes }: Props) {
  const rate = useJobRate(job, answeredAt, sizeBytes);
  const stage = describeStage(job);
  const facts = describeFacts(job, sizeBytes);
  if (job.state === 'started' && job.progress < 25) facts.push(...describeRate(rate));
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text fw={600}>
          {stage}
          {job.attempt > 1 ? ` (attempt ${job.attempt})` : ''}
        </Text>
        <Text style={{ fontVariantNumeric: 'tabular-nums' }}>{job.progress}%</Text>
      </Group>
      <Progress.Root size="xl">
        <Progress.Section value={job.progress} aria-label="Processing" animated={job.state === 'started'} />
      </Progress.Root>
      <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }} mih="1.55em">
        {facts.join(' · ')}
      </Text>
      {job.error !== null && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          Last attempt: <bdi>{job.error}</bdi>
        </Text>
      )}
      <PausedUpdates />
      {/* The stage alone is said aloud: percents would never stop. */}
      <VisuallyHidden role="status">{stage}</VisuallyHidden>
    </Stack>
  );
}

function describeFacts({ rows_done, bytes_done }: Job, sizeBytes: number | null): string[] {
  const facts = [];
  if (rows_done !== null) facts.push(`${formatCount(rows_done, 'row')} read`);
  if (bytes_done !== null) {
    facts.push(sizeBytes === null ? formatBytes(bytes_done) : `${formatBytes(bytes_done)} of ${formatBytes(sizeBytes)}`);
  }
  return facts;
}

function describeRate({ rows, bytes, late }: JobRate): string[] {
  const facts = [];
  if (rows !== null) facts.push(`${formatNumber(Math.round(rows.perSecond))} rows/s`);
  if (bytes !== null) facts.push(`${formatBytes(bytes.perSecond)}/s`);
  if (bytes?.secondsLeft != null) facts.push(`about ${formatDuration(Math.ceil(bytes.secondsLeft))} of reading left`);
  if (late) facts.push('slower than expected');
  return facts;
}
