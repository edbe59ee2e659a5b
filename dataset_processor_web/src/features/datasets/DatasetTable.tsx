import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { Bytes } from '@/components/Bytes';
import { type Column, DataTable } from '@/components/DataTable';
import { Num } from '@/components/Num';
import { StateBadge } from '@/components/StateBadge';
import { When } from '@/components/When';
import { DeleteDatasetButton } from './DeleteDatasetButton';
import type { Dataset } from './queries';

interface Props {
  datasets: readonly Dataset[];
  onDeleted: (name: string) => void;
}

/** Datasets, one a row, with what went wrong under the name. */
export function DatasetTable({ datasets, onDeleted }: Props) {
  const columns: Column<Dataset>[] = [
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
  return <DataTable caption="Datasets" rows={datasets} columns={columns} rowKey={({ id }) => id} />;
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
