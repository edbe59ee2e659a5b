import { Table } from '@mantine/core';
import { Num } from '@/components/Num';
import { formatPercent } from '@/lib/format';
import { describeDistinct, explainDistinct, nullCount, outlierCount, presentCount } from './columnFacts';
import { TypeBadge } from './ColumnCard';
import { ColumnLink } from './ColumnLink';
import type { Column } from './report';

const HEADS = ['Nulls', 'Different', 'Outliers', 'Min', 'Median', 'Max'];

function ColumnRow({ column }: { column: Column }) {
  const nulls = nullCount(column);
  const { statistics } = column;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere', minWidth: '10rem' }}>
        <ColumnLink name={column.name} fit="start" />
      </Table.Th>
      <Table.Td>
        <TypeBadge column={column} />
      </Table.Td>
      <Table.Td ta="right">
        <Num value={nulls} /> {nulls > 0 && `(${formatPercent(nulls, presentCount(column))})`}
      </Table.Td>
      <Table.Td ta="right" title={explainDistinct(column)}>
        {describeDistinct(column)}
      </Table.Td>
      <Table.Td ta="right">{column.outliers === null ? '–' : <Num value={outlierCount(column)} />}</Table.Td>
      {(['min', 'median', 'max'] as const).map((key) => (
        <Table.Td key={key} ta="right">
          {statistics === null ? '–' : <Num value={statistics[key]} />}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

/** The columns one a line, for many of them. */
export function ColumnTable({ columns }: { columns: readonly Column[] }) {
  return (
    <Table aria-label="Columns" verticalSpacing={6} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Column</Table.Th>
          <Table.Th scope="col">Type</Table.Th>
          {HEADS.map((head) => (
            <Table.Th key={head} scope="col" ta="right">
              {head}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {columns.map((column) => (
          <ColumnRow key={column.name} column={column} />
        ))}
      </Table.Tbody>
    </Table>
  );
}
