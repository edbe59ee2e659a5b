import type { Column, Report } from '../report';

/** A column of text without anything remarkable. */
export function aColumn(changes: Partial<Column> = {}): Column {
  return {
    name: 'city',
    type: 'text',
    non_null: 10,
    nulls: { empty: 0, whitespace: 0, explicit: 0 },
    missing: 0,
    numbers: 0,
    non_finite: 0,
    leading_zeros: 0,
    dates: 0,
    distinct: { count: 2, exact: true, relative_error: 0 },
    top_values: [
      { value: 'Oslo', count: 6 },
      { value: 'Lima', count: 4 },
    ],
    text_lengths: { min: 4, max: 4, mean: 4 },
    statistics: null,
    outliers: null,
    histogram: null,
    ...changes,
  };
}

/** Ten numbers, one of them far above. */
export function aNumberColumn(changes: Partial<Column> = {}): Column {
  return aColumn({
    name: 'amount',
    type: 'number',
    numbers: 10,
    distinct: { count: 10, exact: true, relative_error: 0 },
    top_values: [{ value: '1.50', count: 1 }],
    text_lengths: null,
    statistics: { min: 1.5, q1: 2, median: 3, q3: 4, max: 900, mean: 92.25, std_dev: 283.5, ddof: 1 },
    outliers: { lower_fence: -1, upper_fence: 7, below: 0, above: 1 },
    histogram: { edges: [1.5, 3, 4.5, 6], counts: [4, 4, 1], below: 0, above: 1 },
    ...changes,
  });
}

export function aReport(changes: Partial<Report> = {}): Report {
  return {
    schema_version: 2,
    dataset_id: '0b0e7b1c-3f6d-4c55-9a51-6f0f6f3b2a10',
    generated_at: '2026-01-02T03:04:05+00:00',
    row_count: 10,
    null_counts: { city: 0, amount: 0 },
    anomalies: { duplicates_count: 0, outliers: { amount: { count: 1, examples: [{ row_index: 4, value: 900 }] } } },
    duplicates: { extra_copies: 0, groups: 0, rows_involved: 0, examples: [] },
    columns: [aColumn(), aNumberColumn()],
    detailed_columns: 2,
    warnings: [],
    source: { format: 'csv', bytes: 71, sha256: 'ab'.repeat(32), rows: 10, blank_lines: 0 },
    ...changes,
  };
}

/** As many columns of numbers as asked for, each with its chart. */
export function aWideReport(count: number): Report {
  const columns = Array.from({ length: count }, (_, index) => aNumberColumn({ name: `column_${index + 1}` }));
  return aReport({ columns, detailed_columns: count, anomalies: { duplicates_count: 0, outliers: {} } });
}
