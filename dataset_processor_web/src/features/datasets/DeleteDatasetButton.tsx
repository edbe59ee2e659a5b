import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Hint } from '@/components/Hint';
import { DeleteDialog } from './DeleteDialog';
import type { NamedDataset } from './queries';

interface Props {
  dataset: NamedDataset;
  onDeleted: (deleted: readonly NamedDataset[]) => void;
  /** An icon in a list, words in a header. */
  compact?: boolean;
}

/** Deletes after asking, with the name of what will be gone. */
export function DeleteDatasetButton({ dataset, onDeleted, compact = false }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  // Each row of a list has one of these: the dialog is made when it is first wanted.
  const [wanted, setWanted] = useState(false);
  const ask = () => {
    if (wanted) open();
    else setWanted(true);
  };
  // Opened once it is there: the dialog gives the focus back to what had it when it opened.
  useEffect(() => {
    if (wanted) open();
  }, [wanted, open]);
  return (
    <>
      <Opener name={dataset.name} compact={compact} onClick={ask} />
      {wanted && <DeleteDialog datasets={[dataset]} opened={opened} onClose={close} onDeleted={onDeleted} />}
    </>
  );
}

function Opener({ name, compact, onClick }: { name: string; compact: boolean; onClick: () => void }) {
  if (!compact) {
    return (
      <Button variant="default" size="xs" leftSection={<IconTrash size={16} />} onClick={onClick}>
        Delete
      </Button>
    );
  }
  return (
    <Hint label="Delete">
      {() => (
        <ActionIcon variant="subtle" color="gray" c="dimmed" size="lg" onClick={onClick} aria-label={`Delete ${name}`} data-row-action>
          <IconTrash size={18} />
        </ActionIcon>
      )}
    </Hint>
  );
}
