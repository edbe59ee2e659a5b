import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useCopy } from '@/lib/useCopy';

/** An id to read and to copy. `what` names it for those who do not see it: "dataset id". */
export function CopyId({ value, what }: { value: string; what: string }) {
  const { copy, done, failed } = useCopy();
  return (
    <Group gap={4} wrap="nowrap" component="span" style={{ minWidth: 0 }}>
      <Text span ff="monospace" fz="sm" style={{ overflowWrap: 'anywhere' }}>
        {value}
      </Text>
      <Tooltip label={done ? 'Copied' : 'Copy'}>
        <ActionIcon
          variant="subtle"
          color={done ? 'teal' : 'gray'}
          onClick={() => copy(value)}
          aria-label={done ? `${what} copied` : `Copy ${what}`}
        >
          {done ? <IconCheck size={16} /> : <IconCopy size={16} />}
        </ActionIcon>
      </Tooltip>
      <Text span fz="sm" c="var(--mantine-color-error)" aria-live="polite">
        {failed && 'Could not copy'}
      </Text>
    </Group>
  );
}
