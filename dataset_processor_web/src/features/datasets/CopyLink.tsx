import { Button, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** Copies the address of the page as it is shown. A page that came over plain http may not copy. */
export function CopyLink() {
  const { copy, copied, error } = useClipboard({ timeout: 2000 });
  const done = copied && error === null;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        onClick={() => copy(window.location.href)}
        leftSection={done ? <IconCheck size={16} /> : <IconCopy size={16} />}
      >
        {done ? 'Link copied' : 'Copy link'}
      </Button>
      {error !== null && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          The link could not be copied.
        </Text>
      )}
    </>
  );
}
