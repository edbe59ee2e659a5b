import { Anchor, Checkbox, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from 'react-router';
import { Bytes } from '@/components/Bytes';
import { type Column, DataTable } from '@/components/DataTable';
import { Num } from '@/components/Num';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { formatNumber } from '@/lib/format';
import { DeleteDatasetButton } from './DeleteDatasetButton';
import type { Dataset, NamedDataset } from './queries';
import { SelectionBar } from './SelectionBar';
import type { Selection } from './useSelection';

interface Props {
  datasets: readonly Dataset[];
  selection: Selection;
  onDeleted: (deleted: readonly NamedDataset[]) => void;
}

/** Datasets, one a row, with what went wrong under the name; what is ticked can be deleted at once. */
export function DatasetTable({ datasets, selection, onDeleted }: Props) {
  const columns: Column<Dataset>[] = [
    {
      title: 'Select',
      heading: <SelectAll datasets={datasets} selection={selection} />,
      place: 'corner',
      cell: ({ id, name }) => (
        <Checkbox size="md" checked={selection.has(id)} onChange={() => selection.toggle([id])} aria-label={`Select ${name}`} />
      ),
    },
    { title: 'Name', place: 'head', cell: (dataset) => <Name dataset={dataset} /> },
    { title: 'State', cell: ({ status }) => <StateBadge state={status} /> },
    { title: 'Rows', numeric: true, cell: ({ row_count }) => <Num value={row_count} /> },
    { title: 'Size', numeric: true, cell: ({ size_bytes }) => <Bytes value={size_bytes} /> },
    { title: 'Uploaded', cell: ({ uploaded_at }) => <When time={uploaded_at} /> },
    {
      title: 'Actions',
      place: 'corner',
      numeric: true,
      cell: (dataset) => <DeleteDatasetButton dataset={dataset} onDeleted={onDeleted} compact />,
    },
  ];
  const selected = datasets.filter(({ id }) => selection.has(id));
  return (
    <>
      <DataTable caption="Datasets" rows={datasets} columns={columns} rowKey={({ id }) => id} />
      <VisuallyHidden role="status">{selected.length > 0 && `${formatNumber(selected.length)} selected`}</VisuallyHidden>
      {selected.length > 0 && <SelectionBar selected={selected} onClear={selection.clear} onDeleted={onDeleted} />}
    </>
  );
}

function SelectAll({ datasets, selection }: Pick<Props, 'datasets' | 'selection'>) {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const count = datasets.filter(({ id }) => selection.has(id)).length;
  const label = 'Select all on this page';
  return (
    <Checkbox
      size="md"
      checked={count === datasets.length}
      indeterminate={count > 0 && count < datasets.length}
      onChange={() => selection.toggle(datasets.map(({ id }) => id))}
      {...(narrow ? { label } : { 'aria-label': label })}
    />
  );
}

function Name({ dataset: { id, name, error } }: { dataset: Dataset }) {
  return (
    <>
      <Anchor component={Link} to={`/datasets/${id}`} fw={500} style={{ overflowWrap: 'anywhere' }}>
        <bdi>{name}</bdi>
      </Anchor>
      {error !== null && (
        <Text size="sm" c="dimmed" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
          <bdi>{error}</bdi>
        </Text>
      )}
    </>
  );
}
