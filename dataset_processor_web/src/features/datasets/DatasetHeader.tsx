import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload, IconListDetails } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { API_URL } from '@/api/client';
import { Bytes } from '@/components/Bytes';
import { CopyButton } from '@/components/CopyButton';
import { CopyId } from '@/components/CopyId';
import { LinkButton } from '@/components/LinkButton';
import { StateBadge } from '@/components/StateBadge';
import type { JobState } from '@/components/states';
import { When } from '@/components/When';
import { DeleteDatasetButton } from './DeleteDatasetButton';
import type { Dataset } from './queries';

interface Props {
  dataset: Dataset;
  /** The state of its job while that is live; it tells more than the dataset's own. */
  live?: JobState | undefined;
  onDeleted: () => void;
  /** What else can be done with it; stands first. */
  actions?: ReactNode;
}

const KINDS: Record<string, string> = { 'text/csv': 'CSV', 'application/json': 'JSON' };

/** Which dataset this is, and what can be done with it. */
export function DatasetHeader({ dataset, live, onDeleted, actions }: Props) {
  const { id, status, original_filename, content_type, size_bytes, uploaded_at, processed_at } = dataset;
  return (
    <Group justify="space-between" gap="md">
      <Stack gap={4} miw={0} style={{ flexGrow: 1 }}>
        <Group gap="sm" wrap="nowrap">
          <StateBadge state={live ?? status} />
          <Text size="sm" c="dimmed" miw={0} style={{ overflowWrap: 'anywhere' }}>
            <bdi>{original_filename}</bdi> · {KINDS[content_type] ?? content_type}, <Bytes value={size_bytes} /> · uploaded{' '}
            <When time={uploaded_at} />
            {processed_at !== null && status === 'failed' && live === undefined && (
              <>
                {' '}
                · failed <When time={processed_at} />
              </>
            )}
          </Text>
        </Group>
        <Group gap="xs" c="dimmed" wrap="nowrap">
          <Text size="sm">Id</Text>
          <CopyId value={id} what="dataset id" />
        </Group>
      </Stack>
      <Group gap="xs">
        {actions}
        <Button variant="default" size="xs" component="a" href={`${API_URL}/datasets/${id}/source`} download leftSection={<IconDownload size={16} />}>
          Original file
        </Button>
        <CopyButton what="link" read={() => window.location.href} />
        <LinkButton variant="default" size="xs" to={`/jobs?dataset_id=${id}`} leftSection={<IconListDetails size={16} />}>
          Jobs
        </LinkButton>
        <DeleteDatasetButton dataset={dataset} onDeleted={onDeleted} />
      </Group>
    </Group>
  );
}
