import { Button, Group } from '@mantine/core';
import { IconBraces, IconDownload } from '@tabler/icons-react';
import { reportUrl } from './queries';

/** The report as it is, to keep or to read: plain links. */
export function DownloadMenu({ datasetId }: { datasetId: string }) {
  const url = reportUrl(datasetId);
  return (
    <Group gap="xs" role="group" aria-label="The report's JSON">
      <Button
        component="a"
        variant="default" size="xs"
        href={url}
        download={`report-${datasetId}.json`}
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        Download JSON
      </Button>
      <Button component="a" variant="default" size="xs" href={url} leftSection={<IconBraces size={16} aria-hidden />}>
        Open JSON
      </Button>
    </Group>
  );
}
