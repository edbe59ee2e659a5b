import { Button, Code, Stack, Text } from '@mantine/core';
import { useNavigate } from 'react-router';
import { API_URL } from '@/api/client';
import { sampleFile } from './sample';
import { UploadDropzone } from './UploadDropzone';
import { useUploads } from './useUploads';

/** What somebody sees who has no dataset yet: three ways to the first one. */
export function FirstUpload() {
  const runner = useUploads();
  const navigate = useNavigate();
  const show = () => void navigate('/upload');
  const trySample = () => {
    runner.add([sampleFile()]);
    show();
  };
  return (
    <Stack gap="md">
      <Text>
        There are no datasets yet. Upload a CSV or JSON file: it is processed in the background, and a report tells what is
        in it.
      </Text>
      <UploadDropzone onChosen={show} />
      <Stack gap="xs" align="flex-start">
        <Button variant="default" onClick={trySample}>
          Try it with a small sample
        </Button>
        <Text size="sm" c="dimmed">
          Or from a terminal:
        </Text>
        <Code block w="100%" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {`curl -F name=sales -F 'file=@sales.csv;type=text/csv' ${API_URL}/datasets`}
        </Code>
      </Stack>
    </Stack>
  );
}
