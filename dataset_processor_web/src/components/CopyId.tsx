import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** An id to read and to copy. `what` names it for those who do not see it: "dataset id". */
export function CopyId({ value, what }: { value: string; what: string }) {
  const { copied: written, copy, error } = useClipboard({ timeout: 2000 });
  const copied = written && error === null;
  return (
    <Group gap={4} wrap="nowrap" component="span" style={{ minWidth: 0 }}>
      <Text span ff="monospace" fz="sm" style={{ overflowWrap: 'anywhere' }}>
        {value}
      </Text>
      <Tooltip label={copied ? 'Copied' : 'Copy'}>
        <ActionIcon
          variant="subtle"
          color={copied ? 'teal' : 'gray'}
          onClick={() => copy(value)}
          aria-label={copied ? `${what} copied` : `Copy ${what}`}
        >
          {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        </ActionIcon>
      </Tooltip>
      <Text span fz="sm" c="var(--mantine-color-error)" aria-live="polite">
        {error !== null && 'Could not copy'}
      </Text>
    </Group>
  );
}
