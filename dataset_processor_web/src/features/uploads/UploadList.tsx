import { Button, Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { isPending, type UploadItem } from './queue';
import { UploadRow } from './UploadRow';
import { UploadTotal } from './UploadTotal';
import { useUploadState, useUploads } from './useUploads';

interface Props {
  /** What becomes of a file after it is stored. */
  outcome: (item: UploadItem) => ReactNode;
}

/** All files of this visit, the newest first. */
export function UploadList({ outcome }: Props) {
  const { items } = useUploadState();
  const runner = useUploads();
  const ended = items.some((item) => !isPending(item));
  if (items.length === 0) return null;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h4">
          This visit
        </Title>
        {ended && (
          <Button variant="default" size="xs" onClick={runner.clear}>
            Clear what has ended
          </Button>
        )}
      </Group>
      <UploadTotal />
      <Stack component="ul" gap="sm" p={0} m={0}>
        {[...items].reverse().map((item) => (
          <UploadRow key={item.id} item={item} outcome={outcome(item)} />
        ))}
      </Stack>
    </Stack>
  );
}
