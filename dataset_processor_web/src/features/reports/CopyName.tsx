import { Button, CopyButton, Group } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** Copies a column's name as it is in the data, or the address that opens its details. */
export function CopyName({ name }: { name: string }) {
  const copies = [
    { what: 'name', value: name },
    { what: 'link', value: window.location.href },
  ];
  return (
    <Group gap="xs">
      {copies.map(({ what, value }) => (
        <CopyButton key={what} value={value} timeout={2000}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            >
              {copied ? `Copied the ${what}` : `Copy the ${what}`}
            </Button>
          )}
        </CopyButton>
      ))}
    </Group>
  );
}
