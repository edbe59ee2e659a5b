import { Drawer, Group, List, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from '@/components/CopyButton';
import { formatCount, formatNumber } from '@/lib/format';
import { TYPE_MEANINGS, TYPE_NAMES, explainDistinct, otherCount } from './columnFacts';
import { ChartPart } from './ChartPart';
import { countLines, lengthLines, statisticLines } from './columnLines';
import { Facts } from './Facts';
import { FieldText } from './FieldText';
import type { Finding } from './findings';
import { nameInAddress, useOpenColumn } from './openColumn';
import { OutlierPart } from './OutlierPart';
import { type Column, type Report, examplesOf, isDetailed } from './report';
import { Shares } from './Shares';
import { useFocusBack } from './useFocusBack';

interface Props {
  report: Report;
  findings: ReadonlyMap<string, readonly Finding[]>;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack component="section" gap="xs">
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function FrequentValues({ column, detailed }: { column: Column; detailed: boolean }) {
  if (column.non_null === 0) return null;
  if (column.top_values === null) {
    const why = !detailed
      ? 'Not listed: the report has them for its first columns only.'
      : column.distinct?.exact === false
        ? 'Not listed: there are too many different values to count each of them.'
        : 'Not listed for values of this kind.';
    return <Text size="sm">{why}</Text>;
  }
  const listed = column.top_values.length;
  const others = otherCount(column);
  return (
    <>
      <Shares column={column} most={10} />
      {others > 0 && (
        <Text size="xs" c="dimmed">
          The {listed === 1 ? 'most frequent value that is' : `${formatNumber(listed)} most frequent values that are`} listed;{' '}
          {formatCount(others, 'value is another', 'values are others')}.
        </Text>
      )}
    </>
  );
}

function Kind({ column }: { column: Column }) {
  return (
    <Stack gap={4}>
      <Text size="sm">
        {TYPE_NAMES[column.type]}: {TYPE_MEANINGS[column.type]}.
      </Text>
      <Group gap="xs">
        <CopyButton what="name" read={() => column.name} />
        <CopyButton what="link" read={() => window.location.href} />
      </Group>
    </Stack>
  );
}

function Body({ column, report, findings }: { column: Column; report: Report; findings: readonly Finding[] }) {
  const outliers = examplesOf(report, column);
  const detailed = isDetailed(report, column);
  return (
    <Stack gap="lg">
      <Kind column={column} />
      {findings.length > 0 && (
        <Part title="Findings">
          <List size="sm">
            {findings.map((finding) => (
              <List.Item key={finding.id}>{finding.sentence}</List.Item>
            ))}
          </List>
        </Part>
      )}
      <ChartPart column={column} outliers={outliers} />
      <Part title="Counts">
        <Facts name="Counts" lines={countLines(column, report.row_count)} />
        <Text size="xs" c="dimmed">
          Different values: {explainDistinct(column)}
        </Text>
      </Part>
      {column.statistics !== null && (
        <Part title="Statistics of the finite numbers">
          <Facts name="Statistics" lines={statisticLines(column.statistics)} />
        </Part>
      )}
      {column.statistics !== null && (
        <Part title="Outliers">
          <OutlierPart column={column} outliers={outliers} />
        </Part>
      )}
      {column.non_null > 0 && (
        <Part title="Most frequent values">
          <FrequentValues column={column} detailed={detailed} />
        </Part>
      )}
      {column.text_lengths !== null && (
        <Part title="Lengths of texts">
          <Facts name="Lengths" lines={lengthLines(column.text_lengths)} />
        </Part>
      )}
    </Stack>
  );
}

/** All that the report says of one column. Open while the address names one. */
export function ColumnDetail({ report, findings }: Props) {
  const [name, close] = useOpenColumn();
  useFocusBack(name !== null);
  const column = name === null ? undefined : report.columns.find((each) => nameInAddress(each.name) === name);
  return (
    <Drawer.Root opened={name !== null} onClose={close} position="right" size="lg" returnFocus={false} transitionProps={{ duration: 0 }}>
      <Drawer.Overlay />
      <Drawer.Content>
        {/* Inside a section a header is that of the section, not one more of the page. */}
        <section>
          <Drawer.Header>
            <Drawer.Title fw={600}>
              <FieldText text={name ?? ''} />
            </Drawer.Title>
            <Drawer.CloseButton aria-label="Close the details" />
          </Drawer.Header>
          <Drawer.Body>
            {column === undefined ? (
              <Text>This report has no column of that name.</Text>
            ) : (
              <Body column={column} report={report} findings={findings.get(column.name) ?? []} />
            )}
          </Drawer.Body>
        </section>
      </Drawer.Content>
    </Drawer.Root>
  );
}
