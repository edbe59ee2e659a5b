import { Text } from '@mantine/core';
import { CopyId } from '@/components/CopyId';
import { When } from '@/components/When';
import { formatCount, formatNumber } from '@/lib/format';
import { Facts, type FactLine } from './Facts';
import type { Report } from './report';
import { Section } from './Section';

/** What was read, so that the report can be held against the file. */
export function SourceFacts({ report }: { report: Report }) {
  const { source } = report;
  if (source === null) {
    return (
      <Section place="source" panel>
        <Text>{formatCount(report.row_count, 'row')}.</Text>
      </Section>
    );
  }
  const blank: FactLine[] = source.blank_lines === null ? [] : [{ term: 'Blank lines skipped', value: formatNumber(source.blank_lines) }];
  return (
    <Section place="source" panel>
      <Facts
        wide
        name="The file"
        lines={[
          { term: 'Format', value: source.format.toUpperCase() },
          { term: 'Data rows', value: formatNumber(source.rows) },
          ...blank,
          { term: 'Size', value: formatCount(source.bytes, 'byte') },
          { term: 'SHA-256', value: <CopyId value={source.sha256} what="SHA-256" /> },
          { term: 'Report made', value: <When time={report.generated_at === '' ? null : report.generated_at} /> },
        ]}
      />
    </Section>
  );
}
