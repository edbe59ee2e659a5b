import { Button, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconFile, IconRefresh, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CopyId } from '@/components/CopyId';
import { LinkButton } from '@/components/LinkButton';
import { When } from '@/components/When';
import { formatBytes, formatDuration } from '@/lib/format';
import { estimate } from '@/lib/rate';
import { useNow } from '@/lib/useNow';
import { ChooseAgain } from './ChooseAgain';
import { canCancel, isInterrupted, isPending, type UploadItem, whatFailed } from './queue';
import { useUploads } from './useUploads';

const LONG_SILENCE_SECONDS = 10;

interface Props {
  item: UploadItem;
  /** What becomes of the file after it is stored. */
  outcome?: ReactNode;
}

/** One file: where it is on its way, and what can be done about it. */
export function UploadRow({ item, outcome }: Props) {
  const { file, status, failure, dataset } = item;
  return (
    <Paper withBorder p="md" component="li" style={{ listStyle: 'none' }}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Group gap="xs" wrap="nowrap" style={{ minWidth: 0 }}>
            <IconFile size={20} aria-hidden style={{ flexShrink: 0 }} />
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              <bdi>{file.name}</bdi>
            </Text>
          </Group>
          <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {file.size > 0 && formatBytes(file.size)}
          </Text>
        </Group>
        {isPending(item) && <Sending item={item} />}
        {failure !== null && status === 'failed' && (
          <Text size="sm" c="var(--mantine-color-error)">
            {whatFailed(item)}: {failure.message}
          </Text>
        )}
        {failure?.requestId != null && status === 'failed' && <CopyId value={failure.requestId} what="request id" />}
        {status === 'cancelled' && <Text size="sm">{howCancelled(item)}</Text>}
        {dataset?.already_existed === true && (
          <Text size="sm">
            The same content is here already, uploaded <When time={dataset.uploaded_at} />
            {dataset.name !== file.name && (
              <>
                {' '}
                as “<bdi>{dataset.name}</bdi>”
              </>
            )}
            . Nothing was stored twice.
          </Text>
        )}
        {outcome}
        <Actions item={item} />
      </Stack>
    </Paper>
  );
}

/** What may have happened before it was cancelled. */
function howCancelled({ dataset, file, loaded }: UploadItem): string {
  if (dataset !== null) return 'Cancelled: uploaded, but not processed';
  return loaded === file.size ? 'Cancelled, but all of it had been sent: it may have been stored' : 'Cancelled';
}

function Sending({ item }: { item: UploadItem }) {
  const { file, loaded, status } = item;
  const percent = file.size === 0 ? 0 : Math.floor((loaded / file.size) * 100);
  return (
    <Stack gap={4}>
      <Progress.Root size="lg">
        <Progress.Section
          value={percent}
          aria-label={`Upload of ${file.name}`}
          aria-valuetext={`${percent}%`}
          animated={status === 'storing' || status === 'starting'}
        />
      </Progress.Root>
      <Text size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
        <Phase item={item} percent={percent} />
      </Text>
    </Stack>
  );
}

function Phase({ item, percent }: { item: UploadItem; percent: number }) {
  const { file, status, loaded, samples } = item;
  const now = useNow(1000);
  if (status === 'waiting') return item.retryAt === null ? 'Waiting for its turn' : <NextTry item={item} />;
  if (status === 'storing') return 'Sent; being stored…';
  if (status === 'starting') return 'Stored; starting to process it…';
  const parts = [`${percent}%`, `${formatBytes(loaded)} of ${formatBytes(file.size)}`];
  const silent = (now - (samples.at(-1)?.at ?? now)) / 1000;
  if (silent > LONG_SILENCE_SECONDS) return [...parts, `nothing sent for ${formatDuration(silent)}`].join(' · ');
  const speed = estimate(samples, file.size);
  if (speed !== null) parts.push(`${formatBytes(speed.perSecond)}/s`);
  if (speed?.secondsLeft != null) parts.push(`${formatDuration(speed.secondsLeft)} left`);
  return parts.join(' · ');
}

function NextTry({ item }: { item: UploadItem }) {
  const now = useNow(500);
  const reason = item.failure?.message ?? '';
  if (item.retryAt === null || !Number.isFinite(item.retryAt)) return `${reason} Goes on when the connection is back.`;
  const seconds = Math.max(0, Math.ceil((item.retryAt - now) / 1000));
  return `${reason} Next try in ${seconds} s.`;
}

function Actions({ item }: { item: UploadItem }) {
  const runner = useUploads();
  const { id, file, status, failure, dataset } = item;
  const again = status === 'cancelled' || (status === 'failed' && failure?.retryable === true);
  return (
    <Group gap="xs">
      {dataset !== null && (
        <LinkButton to={`/datasets/${dataset.id}`} size="xs" data-row-action aria-label={`Open ${file.name}`}>
          Open
        </LinkButton>
      )}
      {canCancel(item) && (
        <Button
          size="xs"
          data-row-action
          variant="default"
          leftSection={<IconX size={16} />}
          onClick={() => runner.cancel(id)}
          aria-label={`Cancel ${file.name}`}
        >
          Cancel
        </Button>
      )}
      {isInterrupted(item) && <ChooseAgain item={item} />}
      {again && (
        <Button
          size="xs"
          data-row-action
          variant="default"
          leftSection={<IconRefresh size={16} />}
          onClick={() => runner.retry(id)}
          aria-label={`Try ${file.name} again`}
        >
          Try again
        </Button>
      )}
      {!isPending(item) && (
        <Button size="xs" data-row-action variant="subtle" color="gray" c="dimmed" onClick={() => runner.remove(id)} aria-label={`Take ${file.name} off the list`}>
          Dismiss
        </Button>
      )}
    </Group>
  );
}
