/** The report as docs/report.schema.json of the API has it; what each number means stands in docs/report.md there. */

export const COLUMN_TYPES = ['integer', 'number', 'boolean', 'date', 'code', 'text', 'nested', 'mixed', 'empty'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

export type WarningCode =
  | 'repeated_header'
  | 'blank_header'
  | 'other_delimiter'
  | 'long_rows'
  | 'short_rows'
  | 'unclosed_quote'
  | 'repeated_key'
  | 'ambiguous_dates'
  | 'mixed_date_orders';

export interface Distinct {
  count: number;
  exact: boolean;
  relative_error: number;
}

export interface TopValue {
  value: string | number | boolean;
  count: number;
  cut?: true;
}

export interface TextLengths {
  min: number;
  max: number;
  mean: number;
}

export interface Statistics {
  min: number;
  q1: number;
  median: number;
  q3: number;
  max: number;
  mean: number;
  std_dev: number | null;
  ddof: 1;
}

export interface Fences {
  lower_fence: number | null;
  upper_fence: number | null;
  below: number;
  above: number;
}

export interface HistogramBins {
  edges: number[];
  counts: number[];
  below: number;
  above: number;
}

export interface Column {
  name: string;
  type: ColumnType;
  non_null: number;
  nulls: { empty: number; whitespace: number; explicit: number };
  missing: number;
  numbers: number;
  non_finite: number;
  leading_zeros: number;
  dates: number;
  distinct: Distinct | null;
  top_values: TopValue[] | null;
  text_lengths: TextLengths | null;
  statistics: Statistics | null;
  outliers: Fences | null;
  histogram: HistogramBins | null;
}

export interface OutlierExamples {
  count: number;
  examples: { row_index: number; value: number }[];
}

export interface Warning {
  code: WarningCode;
  message: string;
  count: number;
  rows: { row_index: number; cells?: number }[];
  fields: string[];
}

export interface Source {
  format: 'csv' | 'json';
  bytes: number;
  sha256: string;
  rows: number;
  blank_lines: number | null;
}

export interface Duplicates {
  extra_copies: number;
  groups: number;
  rows_involved: number;
  examples: { row_index: number }[];
}

export interface Report {
  schema_version: number;
  dataset_id: string | null;
  generated_at: string;
  row_count: number;
  null_counts: Record<string, number>;
  anomalies: { duplicates_count: number; outliers: Record<string, OutlierExamples> };
  duplicates: Duplicates;
  columns: Column[];
  detailed_columns: number;
  warnings: Warning[];
  source: Source | null;
}

export class UnreadableReport extends Error {
  constructor() {
    super('The report has a shape that this page does not know. Its JSON can still be downloaded.');
    this.name = 'UnreadableReport';
  }
}

/** What a column of an older schema may lack. */
const COLUMN_DEFAULTS: Omit<Column, 'name' | 'type' | 'non_null'> = {
  nulls: { empty: 0, whitespace: 0, explicit: 0 },
  missing: 0,
  numbers: 0,
  non_finite: 0,
  leading_zeros: 0,
  dates: 0,
  distinct: null,
  top_values: null,
  text_lengths: null,
  statistics: null,
  outliers: null,
  histogram: null,
};

function completeColumn(column: Partial<Column> & Pick<Column, 'name' | 'type' | 'non_null'>): Column {
  const type = COLUMN_TYPES.includes(column.type) ? column.type : 'mixed';
  return { ...COLUMN_DEFAULTS, ...column, type };
}

/** The API's answer as a report. One that an older version made lacks some parts; they are filled with nothing. */
export function readReport(answer: unknown): Report {
  const given = answer as Partial<Report> | null;
  if (typeof given !== 'object' || given === null || !Array.isArray(given.columns) || typeof given.row_count !== 'number') {
    throw new UnreadableReport();
  }
  const copies = given.anomalies?.duplicates_count ?? 0;
  return {
    schema_version: given.schema_version ?? 1,
    dataset_id: given.dataset_id ?? null,
    generated_at: given.generated_at ?? '',
    row_count: given.row_count,
    null_counts: given.null_counts ?? {},
    anomalies: { duplicates_count: copies, outliers: given.anomalies?.outliers ?? {} },
    duplicates: given.duplicates ?? { extra_copies: copies, groups: 0, rows_involved: 0, examples: [] },
    columns: given.columns.map(completeColumn),
    detailed_columns: given.detailed_columns ?? given.columns.length,
    warnings: given.warnings ?? [],
    source: given.source ?? null,
  };
}

/** A column may have the name of something that every object has. */
export function examplesOf({ anomalies: { outliers } }: Report, { name }: Column): OutlierExamples | undefined {
  return Object.hasOwn(outliers, name) ? outliers[name] : undefined;
}

/** Whether the report has charts and frequent values of a column: it has them for the first ones. */
export function isDetailed({ columns, detailed_columns }: Report, column: Column): boolean {
  return columns.length <= detailed_columns || columns.indexOf(column) < detailed_columns;
}
