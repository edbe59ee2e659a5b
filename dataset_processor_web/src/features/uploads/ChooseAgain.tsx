import { Button, FileButton } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { ACCEPTED } from './failures';
import type { UploadItem } from './queue';
import { useUploads } from './useUploads';

/** For a file of which only the name is left: a page cannot open it by itself. */
export function ChooseAgain({ item: { id, file } }: { item: UploadItem }) {
  const runner = useUploads();
  const choose = (chosen: File | null) => {
    if (chosen === null) return;
    runner.remove(id);
    runner.add([chosen]);
  };
  return (
    <FileButton onChange={choose} accept={ACCEPTED} inputProps={{ 'aria-label': `Replacement for ${file.name}` }}>
      {(props) => (
        <Button
          {...props}
          size="xs"
          data-row-action
          variant="default"
          leftSection={<IconFileUpload size={16} />}
          aria-label={`Choose ${file.name} again`}
        >
          Choose the file
        </Button>
      )}
    </FileButton>
  );
}
