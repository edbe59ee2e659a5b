/** A column's statistics as a box plot and a histogram draw them. Pure. */
import type { FiveNumbers } from '@/components/charts/scale';
import type { Column, OutlierExamples } from './report';

/** Null where the column has no finite number. */
export function spreadOf({ statistics, outliers }: Column, examples: OutlierExamples | undefined): FiveNumbers | null {
  if (statistics === null) return null;
  const { min, q1, median, q3, max } = statistics;
  return {
    min,
    q1,
    median,
    q3,
    max,
    lowerFence: outliers?.lower_fence ?? null,
    upperFence: outliers?.upper_fence ?? null,
    below: outliers?.below ?? 0,
    above: outliers?.above ?? 0,
    outliers: examples?.examples.map((example) => example.value) ?? [],
  };
}

/** Whether the numbers are worth drawing: more than one value, and not a code, whose size means nothing. */
export function isDrawn({ type, statistics, histogram }: Column): boolean {
  return type !== 'code' && histogram !== null && statistics !== null && statistics.min < statistics.max;
}
