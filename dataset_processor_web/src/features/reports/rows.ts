/** Rows are named as the API's sentences do: data rows from 1. The report's JSON counts them from 0. */
import { formatNumber } from '@/lib/format';

export const ROWS_EXPLAINED =
  'Row numbers count data rows from 1; a header is not a row. In the JSON, row_index counts from 0, so it is one less.';

export function nameRow(index: number): string {
  return `row ${formatNumber(index + 1)}`;
}

export function explainRow(index: number): string {
  return `row_index ${index} in the JSON, which counts from 0`;
}
