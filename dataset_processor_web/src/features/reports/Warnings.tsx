import { Stack, Text, Title } from '@mantine/core';
import { formatCount } from '@/lib/format';
import { findColumn } from './columnFacts';
import { ColumnLink } from './ColumnLink';
import { FieldText } from './FieldText';
import type { Report, Warning, WarningCode } from './report';
import { RowNumber } from './RowNumber';
import { ROWS_EXPLAINED } from './rows';
import { Section } from './Section';

const TITLES: Record<WarningCode, string> = {
  repeated_header: 'A name stands more than once in the header',
  blank_header: 'A column has no name',
  other_delimiter: 'Separated by something else than commas',
  long_rows: 'Rows with more cells than the header',
  short_rows: 'Rows with fewer cells than the header',
  unclosed_quote: 'A quoted value never ends',
  repeated_key: 'An object holds a key more than once',
  ambiguous_dates: 'Day or month first?',
  mixed_date_orders: 'Day first and month first in one column',
};

/** "2 extra cells", "1 cell missing"; nothing where the warning does not count cells. */
function sayCells(code: WarningCode, cells: number | undefined): string {
  if (cells === undefined) return '';
  return code === 'long_rows' ? ` (${formatCount(cells, 'extra cell')})` : ` (${formatCount(cells, 'cell')} missing)`;
}

function Places({ report, warning }: { report: Report; warning: Warning }) {
  const { code, rows, fields } = warning;
  return (
    <>
      {rows.length > 0 && (
        <Text size="sm">
          Where:{' '}
          {rows.map(({ row_index, cells }, index) => (
            <span key={row_index}>
              {index > 0 && ', '}
              <RowNumber index={row_index} />
              {sayCells(code, cells)}
            </span>
          ))}
          {warning.count > rows.length && ' …'}
        </Text>
      )}
      {fields.length > 0 && (
        <Text size="sm" component="div">
          {fields.length === 1 ? 'Column: ' : 'Columns: '}
          {fields.map((field, index) => {
            const column = findColumn(report, field);
            return (
              <span key={field}>
                {index > 0 && ', '}
                {column === undefined ? <FieldText text={field} /> : <ColumnLink name={column.name} fit="start" />}
              </span>
            );
          })}
          {warning.count > fields.length && ' …'}
        </Text>
      )}
    </>
  );
}

/** What was odd about the file as it was read. */
export function Warnings({ report }: { report: Report }) {
  const { warnings } = report;
  return (
    <Section place="warnings" aside={`(${warnings.length})`} panel>
      {warnings.length === 0 && <Text>The file was read without anything odd.</Text>}
      {warnings.map((warning) => (
        <Stack key={warning.code} gap={4}>
          <Title order={3} size="h5">
            {(TITLES as Partial<Record<string, string>>)[warning.code] ?? warning.code}
          </Title>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {warning.message}
          </Text>
          <Places report={report} warning={warning} />
        </Stack>
      ))}
      {warnings.some((warning) => warning.rows.length > 0) && (
        <Text size="xs" c="dimmed">
          {ROWS_EXPLAINED}
        </Text>
      )}
    </Section>
  );
}
