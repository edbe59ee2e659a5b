import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { Fragment, useEffect, useRef, useState } from 'react';
import { ApiError } from '@/api/client';
import { ErrorAlert } from '@/components/ErrorAlert';
import { formatCount, formatNumber } from '@/lib/format';
import { focusHeading } from '@/lib/focusHeading';
import { type Deletion, type NamedDataset, useDeleteDatasets } from './queries';

const NAMED = 5;

interface Props {
  datasets: readonly NamedDataset[];
  opened: boolean;
  onClose: () => void;
  /** Told of those that are gone, also when others are not. */
  onDeleted: (deleted: readonly NamedDataset[]) => void;
}

/** Deletes when told to; closes what `onClose` closes, and tells what is left where not all could be deleted. */
function useDeletion({ datasets, onClose, onDeleted }: Omit<Props, 'opened'>) {
  const { mutate, isPending } = useDeleteDatasets();
  const [left, setLeft] = useState<Deletion | null>(null);
  const [done, setDone] = useState(false);
  const stopped = useRef(false);
  // Whoever leaves the page can no longer stop it.
  useEffect(() => () => void (stopped.current = true), []);
  const leave = () => {
    stopped.current = true;
    if (isPending) return;
    onClose();
    setLeft(null);
  };
  const settle = (deletion: Deletion) => {
    if (deletion.deleted.length > 0) onDeleted(deletion.deleted);
    if (deletion.deleted.length < datasets.length) {
      setLeft(deletion);
      return;
    }
    setDone(true);
    onClose();
    focusHeading();
  };
  const confirm = () => {
    stopped.current = false;
    setLeft(null);
    mutate({ datasets, isStopped: () => stopped.current }, { onSuccess: settle });
  };
  return { isPending, left, done, leave, confirm };
}

/** Asks, with the names of what will be gone, and deletes. It cannot be closed meanwhile; several can be stopped after the one it is at. */
export function DeleteDialog({ opened, ...order }: Props) {
  const { datasets } = order;
  const { isPending, left, done, leave, confirm } = useDeletion(order);
  const one = datasets.length === 1;
  return (
    <Modal
      opened={opened}
      onClose={leave}
      title={one ? 'Delete this dataset?' : `Delete ${formatCount(datasets.length, 'dataset')}?`}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
      // The button that opened it goes with the datasets.
      returnFocus={!done}
    >
      <Stack>
        <Loss datasets={datasets} />
        {left !== null && <Left deletion={left} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={leave} disabled={isPending && one} data-autofocus>
            {one ? 'Keep it' : isPending ? 'Stop' : 'Keep them'}
          </Button>
          <Button color="red" onClick={confirm} loading={isPending}>
            Delete
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Loss({ datasets }: { datasets: readonly NamedDataset[] }) {
  const [first] = datasets;
  if (first === undefined) return null;
  if (datasets.length === 1) {
    return (
      <Text style={{ overflowWrap: 'anywhere' }}>
        <strong>
          <bdi>{first.name}</bdi>
        </strong>
        , its file, its report and its jobs will be gone for good.
      </Text>
    );
  }
  const others = datasets.length - NAMED;
  return (
    <>
      <Text>These, their files, their reports and their jobs will be gone for good:</Text>
      <List style={{ overflowWrap: 'anywhere' }}>
        {datasets.slice(0, NAMED).map(({ id, name }) => (
          <List.Item key={id}>
            <bdi>{name}</bdi>
          </List.Item>
        ))}
        {others > 0 && <List.Item>and {formatCount(others, 'other')}</List.Item>}
      </List>
    </>
  );
}

/** What is not deleted, and why. */
function Left({ deletion: { deleted, busy, error } }: { deletion: Deletion }) {
  if (error === null) return <Text role="status">{deleted.length > 0 && `Stopped: ${formatNumber(deleted.length)} deleted.`}</Text>;
  const atWork = error instanceof ApiError && error.status === 409;
  const failed = atWork ? (busy.length > 1 ? 'They are being processed' : 'It is being processed') : 'Could not delete it';
  const title = deleted.length === 0 ? failed : `${formatNumber(deleted.length)} deleted, not all`;
  return (
    <ErrorAlert title={title} error={error}>
      {busy.length > 0 && (deleted.length > 0 || !atWork) && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          Being processed, so kept:{' '}
          {busy.map(({ id, name }, index) => (
            <Fragment key={id}>
              {index > 0 && ', '}
              <bdi>{name}</bdi>
            </Fragment>
          ))}
        </Text>
      )}
    </ErrorAlert>
  );
}
