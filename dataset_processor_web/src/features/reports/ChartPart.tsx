import { Stack, Text } from '@mantine/core';
import { BoxPlot } from '@/components/charts/BoxPlot';
import { Histogram } from '@/components/charts/Histogram';
import { HistogramTable } from '@/components/charts/HistogramTable';
import type { Column, OutlierExamples } from './report';
import classes from './reports.module.css';
import { isDrawn, spreadOf } from './spread';
import { ThreeNumbers } from './ThreeNumbers';

interface Props {
  column: Column;
  outliers: OutlierExamples | undefined;
}

/** The histogram and box plot, large, and the same as a table. */
export function ChartPart({ column, outliers }: Props) {
  const box = spreadOf(column, outliers);
  const { histogram } = column;
  if (box === null || histogram === null || !isDrawn(column)) return null;
  const outside = histogram.below > 0 || histogram.above > 0;
  return (
    <Stack gap="xs">
      <Histogram bins={histogram} name={column.name} height={120} detailed />
      <BoxPlot box={box} bins={histogram} name={column.name} height={22} />
      <ThreeNumbers box={box} />
      {outside && (
        <Text size="xs" c="dimmed">
          Hatched bars at the ends count what lies outside the fences. Their width is not to scale.
        </Text>
      )}
      <details>
        <summary className={classes.summary}>Show as a table</summary>
        <HistogramTable bins={histogram} name={column.name} />
      </details>
    </Stack>
  );
}
