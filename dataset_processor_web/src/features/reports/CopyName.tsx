import { Button, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

function CopyButton({ what, value }: { what: string; value: string }) {
  const { copy, copied, error } = useClipboard({ timeout: 2000 });
  const done = copied && error === null;
  return (
    <Button
      variant="default"
      size="xs"
      onClick={() => copy(value)}
      leftSection={done ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
    >
      {error !== null ? 'Could not copy' : done ? 'Copied' : 'Copy'} the {what}
    </Button>
  );
}

/** Copies a column's name as it is in the data, or the address that opens its details. */
export function CopyName({ name }: { name: string }) {
  return (
    <Group gap="xs">
      <CopyButton what="name" value={name} />
      <CopyButton what="link" value={window.location.href} />
    </Group>
  );
}
