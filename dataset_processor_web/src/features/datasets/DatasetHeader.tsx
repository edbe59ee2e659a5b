import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload, IconListDetails } from '@tabler/icons-react';
import { API_URL } from '@/api/client';
import { Bytes } from '@/components/Bytes';
import { CopyId } from '@/components/CopyId';
import { LinkButton } from '@/components/LinkButton';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { DeleteDatasetButton } from './DeleteDatasetButton';
import type { Dataset } from './queries';

interface Props {
  dataset: Dataset;
  onDeleted: () => void;
}

const KINDS: Record<string, string> = { 'text/csv': 'CSV', 'application/json': 'JSON' };

/** Which dataset this is, and what can be done with it. */
export function DatasetHeader({ dataset, onDeleted }: Props) {
  const { id, status, original_filename, content_type, size_bytes, uploaded_at, processed_at } = dataset;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <StateBadge state={status} />
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <bdi>{original_filename}</bdi>
        </Text>
        <Text size="sm">
          {KINDS[content_type] ?? content_type}, <Bytes value={size_bytes} />
        </Text>
        <Text size="sm">
          uploaded <When time={uploaded_at} />
        </Text>
        {processed_at !== null && (
          <Text size="sm">
            processed <When time={processed_at} />
          </Text>
        )}
      </Group>
      <Group gap="xs" c="dimmed" wrap="nowrap">
        <Text size="sm">Id</Text>
        <CopyId value={id} what="dataset id" />
      </Group>
      <Group gap="xs">
        <Button variant="default" component="a" href={`${API_URL}/datasets/${id}/source`} download leftSection={<IconDownload size={16} />}>
          Original file
        </Button>
        <LinkButton variant="default" to={`/jobs?dataset_id=${id}`} leftSection={<IconListDetails size={16} />}>
          Jobs
        </LinkButton>
        <DeleteDatasetButton dataset={dataset} onDeleted={onDeleted} />
      </Group>
    </Stack>
  );
}
