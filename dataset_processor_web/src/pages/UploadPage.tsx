import { Stack, Text } from '@mantine/core';
import { PageTitle } from '@/components/PageTitle';
import { JobLine } from '@/features/jobs/JobLine';
import { UploadDropzone } from '@/features/uploads/UploadDropzone';
import { UploadList } from '@/features/uploads/UploadList';

/** Where files come in. */
export default function UploadPage() {
  return (
    <Stack gap="lg">
      <PageTitle title="Upload" />
      <UploadDropzone />
      <Text size="sm" c="dimmed">
        You may leave this page while files are sent; only closing the tab ends it. What is in a file is looked at after it
        is uploaded.
      </Text>
      <UploadList outcome={({ jobId }) => (jobId === null ? null : <JobLine id={jobId} />)} />
    </Stack>
  );
}
