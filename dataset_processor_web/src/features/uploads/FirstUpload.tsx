import { Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useNavigate } from 'react-router';
import { API_URL } from '@/api/client';
import { Part } from '@/components/Part';
import { sampleCsv, sampleJson } from './sample';
import { UploadDropzone } from './UploadDropzone';
import { useUploads } from './useUploads';

/** What somebody sees who has no dataset yet: three ways to the first one. */
export function FirstUpload() {
  const runner = useUploads();
  const navigate = useNavigate();
  const show = () => void navigate('/upload');
  const sampled = (file: File) => () => {
    runner.add([file]);
    show();
  };
  return (
    <Stack gap="md">
      <Text>
        There are no datasets yet. Upload a CSV or JSON file: a report tells its gaps, its copied rows, the values far from
        the others, and what each column holds.
      </Text>
      <UploadDropzone onChosen={show} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Part title="No file at hand?">
          <Text size="sm">Ten orders of a shop: with gaps, a row that stands twice, and a value far from the others.</Text>
          <Group>
            <Button variant="default" onClick={sampled(sampleCsv())}>
              Try a small CSV file
            </Button>
            <Button variant="default" onClick={sampled(sampleJson())}>
              Try a small JSON file
            </Button>
          </Group>
        </Part>
        <Part title="From a terminal">
          <Text size="sm">The same as commands; the first one answers with the id that the second one takes:</Text>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {`curl -F name=sales -F 'file=@sales.csv;type=text/csv' ${API_URL}/datasets\ncurl -X POST ${API_URL}/datasets/ID/process`}
          </Code>
        </Part>
      </SimpleGrid>
    </Stack>
  );
}
