import { Anchor, Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { reportUrl } from './queries';

/** The report as it is, to keep or to read: plain links. */
export function DownloadMenu({ datasetId }: { datasetId: string }) {
  const url = reportUrl(datasetId);
  return (
    <Group gap="sm" role="group" aria-label="The report's JSON">
      <Button
        component="a"
        variant="default"
        size="sm"
        href={url}
        download={`report-${datasetId}.json`}
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        Download JSON
      </Button>
      <Anchor href={url} size="sm">
        Open JSON
      </Anchor>
    </Group>
  );
}
