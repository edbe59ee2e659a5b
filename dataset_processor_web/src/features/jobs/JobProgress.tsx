import { Group, Progress, Stack, Text, VisuallyHidden } from '@mantine/core';
import { formatBytes, formatCount, formatDuration, formatNumber } from '@/lib/format';
import { usePreferences } from '@/lib/preferences';
import { LiveSwitch } from './LiveSwitch';
import type { Job } from './queries';
import { describeStage } from './stage';
import { useJobRate } from './useJobRate';

interface Props {
  job: Job;
  /** When this was answered; successive answers give the rate. */
  answeredAt: number;
  sizeBytes: number | null;
}

/** A live job: what it does, how far it is, how fast, and how long it will take. */
export function JobProgress({ job, answeredAt, sizeBytes }: Props) {
  const rate = useJobRate(job, answeredAt, sizeBytes);
  const { live } = usePreferences();
  const stage = describeStage(job);
  const facts = describeFacts(job, sizeBytes);
  const reading = job.state === 'started' && job.progress < 25;
  if (reading && rate.rows !== null) facts.push(`${formatNumber(Math.round(rate.rows.perSecond))} rows/s`);
  if (reading && rate.bytes !== null) facts.push(`${formatBytes(rate.bytes.perSecond)}/s`);
  if (reading && rate.bytes?.secondsLeft != null) {
    facts.push(`about ${formatDuration(Math.ceil(rate.bytes.secondsLeft))} of reading left`);
  }
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
      {!live && <LiveSwitch />}
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
