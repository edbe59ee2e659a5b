import { Progress, Text } from '@mantine/core';
import { formatBytes, formatCount, formatNumber } from '@/lib/format';
import { sumUp } from './total';
import { useUploadState } from './useUploads';

/** One bar for all files, where there are several. */
export function UploadTotal() {
  const total = sumUp(useUploadState().items);
  if (total === null || total.all < 2) return null;
  return (
    <div>
      <Text size="sm" mb={4}>
        {total.files < total.all && `${formatNumber(total.files)} of `}
        {formatCount(total.all, 'file')} on the way · {formatBytes(total.loaded)} of {formatBytes(total.size)}
      </Text>
      <Progress.Root size="sm">
        <Progress.Section value={total.percent} aria-label="All uploads" />
      </Progress.Root>
    </div>
  );
}
