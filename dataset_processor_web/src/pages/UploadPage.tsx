import { Stack, Text } from '@mantine/core';
import { PageTitle } from '@/components/PageTitle';
import { JobLine } from '@/features/jobs/JobLine';
import { PausedUpdates } from '@/features/jobs/LiveSwitch';
import { UploadDropzone } from '@/features/uploads/UploadDropzone';
import { UploadList } from '@/features/uploads/UploadList';
import { useUploadState } from '@/features/uploads/useUploads';

/** Where files come in. */
export default function UploadPage() {
  const { items } = useUploadState();
  return (
    <Stack gap="lg">
      <PageTitle title="Upload" />
      <UploadDropzone />
      <Text size="sm" c="dimmed">
        You may use the other pages while files are sent; only closing the tab stops it. Each file is processed as soon as it
        has arrived, and its report is linked here.
      </Text>
      {items.length > 0 && <PausedUpdates />}
      <UploadList outcome={({ jobId }) => (jobId === null ? null : <JobLine id={jobId} />)} />
    </Stack>
  );
}
