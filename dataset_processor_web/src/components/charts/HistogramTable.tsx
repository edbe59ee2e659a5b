import { Table } from '@mantine/core';
import { Num } from '@/components/Num';
import { formatPercent } from '@/lib/format';
import { describeRange } from './describe';
import { type Binned, placeBars } from './scale';

/** The same numbers as the histogram, as a table. */
export function HistogramTable({ bins, name }: { bins: Binned; name: string }) {
  const bars = placeBars(bins, { width: 1, height: 1 });
  const all = bars.reduce((sum, bar) => sum + bar.count, 0);
  return (
    <Table aria-label={`Values of ${name} by range`} verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Values</Table.Th>
          <Table.Th scope="col" ta="right">
            Count
          </Table.Th>
          <Table.Th scope="col" ta="right">
            Share
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bars.map((bar) => (
          <Table.Tr key={`${bar.kind} ${bar.x}`}>
            <Table.Th scope="row" fw={400} title={exactRange(bar.from, bar.to)}>
              {describeRange(bar)}
            </Table.Th>
            <Table.Td ta="right">
              <Num value={bar.count} />
            </Table.Td>
            <Table.Td ta="right">{formatPercent(bar.count, all)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function exactRange(from: number | null, to: number | null): string {
  return [from, to].map((edge) => (edge === null ? '…' : String(edge))).join(' to ');
}
