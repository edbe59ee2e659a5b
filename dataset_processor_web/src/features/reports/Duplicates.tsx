import { Text } from '@mantine/core';
import { formatNumber, formatPercent } from '@/lib/format';
import { Facts } from './Facts';
import type { Report } from './report';
import { RowNumber } from './RowNumber';
import { ROWS_EXPLAINED } from './rows';
import { Section } from './Section';

/** How many rows stand more than once, counted in the three ways there are. */
export function Duplicates({ report }: { report: Report }) {
  const { extra_copies: copies, groups, rows_involved: involved, examples } = report.duplicates;
  if (copies === 0) {
    return (
      <Section place="duplicates" panel>
        <Text>{report.row_count < 2 ? 'There are no two rows to compare.' : 'No row equals an earlier one.'}</Text>
      </Section>
    );
  }
  const share = (rows: number) => `${formatNumber(rows)} (${formatPercent(rows, report.row_count)})`;
  return (
    <Section place="duplicates" panel>
      <Facts
        wide
        name="Duplicate rows"
        lines={[
          { term: 'Extra copies: rows to remove so that each is left once', value: share(copies) },
          { term: 'Groups: different rows that stand more than once', value: formatNumber(groups) },
          { term: 'Rows involved: the copies and their originals', value: share(involved) },
        ]}
      />
      {examples.length > 0 && (
        <Text size="sm">
          {examples.length < copies ? 'The first copies: ' : copies === 1 ? 'The copy: ' : 'The copies: '}
          {examples.map(({ row_index }, index) => (
            <span key={row_index}>
              {index > 0 && ', '}
              <RowNumber index={row_index} />
            </span>
          ))}
          .
        </Text>
      )}
      <Text size="xs" c="dimmed">
        Rows are equal when all their values are, by kind and value: the number 1 is not the text 1. {ROWS_EXPLAINED}
      </Text>
    </Section>
  );
}
