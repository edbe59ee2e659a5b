import { ActionIcon, Button, Group, Modal, Stack, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { ApiError } from '@/api/client';
import { ErrorAlert } from '@/components/ErrorAlert';
import { useDeleteDataset } from './queries';

interface Props {
  dataset: { id: string; name: string };
  onDeleted: (name: string) => void;
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
      {wanted && <Question dataset={dataset} opened={opened} onClose={close} onDeleted={onDeleted} />}
    </>
  );
}

interface QuestionProps {
  dataset: Props['dataset'];
  opened: boolean;
  onClose: () => void;
  onDeleted: Props['onDeleted'];
}

function Question({ dataset, opened, onClose, onDeleted }: QuestionProps) {
  const remove = useDeleteDataset(dataset.id);
  const close = () => {
    onClose();
    remove.reset();
  };
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        onClose();
        onDeleted(dataset.name);
      },
    });
  const busy = remove.error instanceof ApiError && remove.error.status === 409;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Delete this dataset?"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
      // The button that opened it goes with the dataset.
      returnFocus={!remove.isSuccess}
    >
      <Stack>
        <Text style={{ overflowWrap: 'anywhere' }}>
          <strong>
            <bdi>{dataset.name}</bdi>
          </strong>
          , its file, its report and its jobs will be gone for good.
        </Text>
        {remove.error !== null && (
          <ErrorAlert title={busy ? 'It is being processed' : 'Could not delete it'} error={remove.error} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            Keep it
          </Button>
          <Button color="red" onClick={confirm} loading={remove.isPending}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
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
    <Tooltip label="Delete">
      <ActionIcon variant="subtle" color="gray" c="dimmed" size="lg" onClick={onClick} aria-label={`Delete ${name}`}>
        <IconTrash size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
