import { Progress, Text } from '@mantine/core';
import { formatBytes, formatCount } from '@/lib/format';
import { sumUp } from './total';
import { useUploadState } from './useUploads';

/** One bar for all files, where there are several. */
export function UploadTotal() {
  const total = sumUp(useUploadState().items);
  if (total === null || total.files < 2) return null;
  return (
    <div>
      <Text size="sm" mb={4}>
        {formatCount(total.files, 'file')} on the way · {formatBytes(total.loaded)} of {formatBytes(total.size)}
      </Text>
      <Progress.Root size="sm">
        <Progress.Section value={total.percent} aria-label="All uploads" />
      </Progress.Root>
    </div>
  );
}
