import { List, Stack, Text } from '@mantine/core';
import { formatNumber } from '@/lib/format';
import { fencedOff } from './columnFacts';
import { fenceLines, sayUntested, writeExact } from './columnLines';
import { Facts } from './Facts';
import type { Column, OutlierExamples } from './report';
import { RowNumber } from './RowNumber';
import { ROWS_EXPLAINED } from './rows';

interface Props {
  column: Column;
  outliers: OutlierExamples | undefined;
}

function sayListed(listed: number, count: number): string {
  if (count === 1) return 'The only one:';
  const which = listed < count ? `The first ${formatNumber(listed)} of ${formatNumber(count)}` : 'All of them';
  return `${which}, in the order of the file:`;
}

/** The fences, how they come about, and what lies outside. */
export function OutlierPart({ column, outliers }: Props) {
  const { statistics, outliers: fences } = column;
  if (statistics === null) return null;
  if (fences === null) return <Text size="sm">{sayUntested(column)}</Text>;
  const count = fencedOff(column);
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        A value is an outlier outside [Q1 − 1.5 · IQR, Q3 + 1.5 · IQR], where IQR = Q3 − Q1 = {formatNumber(statistics.q3 - statistics.q1)}.
      </Text>
      <Facts name="Fences" lines={fenceLines(fences, statistics)} />
      {count === 0 && <Text size="sm">No value lies outside.</Text>}
      {outliers !== undefined && (
        <>
          <Text size="sm">{sayListed(outliers.examples.length, count)}</Text>
          <List size="sm" aria-label="Outliers">
            {outliers.examples.map(({ row_index, value }) => (
              <List.Item key={row_index}>
                <RowNumber index={row_index} />: {writeExact(value)}
              </List.Item>
            ))}
          </List>
          <Text size="xs" c="dimmed">
            {ROWS_EXPLAINED}
          </Text>
        </>
      )}
    </Stack>
  );
}
