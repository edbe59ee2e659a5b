import { Button, Group, Paper, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { formatNumber } from '@/lib/format';
import { DeleteDialog } from './DeleteDialog';
import type { NamedDataset } from './queries';
import classes from './SelectionBar.module.css';

interface Props {
  selected: readonly NamedDataset[];
  onClear: () => void;
  onDeleted: (deleted: readonly NamedDataset[]) => void;
}

/** How many are ticked, and what can be done with them. Stays in view, at the foot of the window. */
export function SelectionBar({ selected, onClear, onDeleted }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  const count = formatNumber(selected.length);
  return (
    <Paper withBorder shadow="md" p="sm" className={classes.bar} role="group" aria-label="Selected datasets">
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          <strong>{count} selected.</strong> The list stands still meanwhile.
        </Text>
        <Group gap="xs">
          <Button variant="default" size="sm" onClick={onClear}>
            Clear
          </Button>
          <Button color="red" size="sm" leftSection={<IconTrash size={16} />} onClick={open}>
            Delete {count}
          </Button>
        </Group>
      </Group>
      <DeleteDialog datasets={selected} opened={opened} onClose={close} onDeleted={onDeleted} />
    </Paper>
  );
}
