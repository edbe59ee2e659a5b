import { Button, Group, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useDeferredValue, useMemo } from 'react';
import { EmptyState } from '@/components/EmptyState';
import { formatNumber } from '@/lib/format';
import { useUrlState } from '@/lib/urlState';
import { ColumnCard } from './ColumnCard';
import { ColumnFilters } from './ColumnFilters';
import { ColumnTable } from './ColumnTable';
import { type ColumnView, type Page, VIEW_DEFAULTS, cutPage, selectColumns } from './columnView';
import { jumpTo } from './places';
import { type Report, examplesOf, isDetailed } from './report';
import classes from './reports.module.css';
import { Section } from './Section';
import { readLook } from './viewPreference';

/** What a window shows without scrolling, and some more. */
const FIRST_DRAWN = 12;

interface Props {
  report: Report;
  withFindings: ReadonlyMap<string, unknown>;
}

interface PagerProps {
  page: Page;
  found: number;
  change: (changes: Partial<ColumnView>) => void;
}

function Pager({ page, found, change }: PagerProps) {
  if (page.count === 1) return null;
  const go = (number: number) => {
    change({ page: String(number) });
    jumpTo('columns');
  };
  return (
    <Group component="nav" aria-label="Pages of columns" gap="sm">
      <Button variant="default" size="sm" disabled={page.number === 1} onClick={() => go(page.number - 1)}>
        Previous
      </Button>
      <Text size="sm">
        Columns {formatNumber(page.first)} to {formatNumber(page.first + page.columns.length - 1)} of {formatNumber(found)}
      </Text>
      <Button variant="default" size="sm" disabled={page.number === page.count} onClick={() => go(page.number + 1)}>
        Next
      </Button>
    </Group>
  );
}

function Found({ report, columns, look }: { report: Report; columns: Page['columns']; look: 'cards' | 'table' }) {
  // The first ones at once; the others follow in slices, so that the page answers meanwhile.
  const drawn = useDeferredValue(columns, columns.slice(0, FIRST_DRAWN));
  if (columns.length === 0) return null;
  if (look === 'table') return <ColumnTable columns={drawn} />;
  return (
    <ul className={classes.cards} aria-label="Columns">
      {drawn.map((column) => (
        <ColumnCard
          key={column.name}
          column={column}
          rowCount={report.row_count}
          detailed={isDetailed(report, column)}
          outliers={examplesOf(report, column)}
        />
      ))}
    </ul>
  );
}

/** The columns, filtered and sorted as the address says, a hundred at a time. */
export function ColumnList({ report, withFindings }: Props) {
  const [view, setView] = useUrlState(VIEW_DEFAULTS);
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const look = readLook(view.view);
  const found = useMemo(() => selectColumns(report.columns, withFindings, view), [report, withFindings, view]);
  const page = useMemo(() => cutPage(found, view.page), [found, view.page]);
  const change = (changes: Partial<ColumnView>) => setView(changes, { replace: true });
  const all = report.columns.length;
  const count = found.length === all ? `(${formatNumber(all)})` : `(${formatNumber(found.length)} of ${formatNumber(all)})`;
  return (
    <Section place="columns" aside={count}>
      {all > 0 && <ColumnFilters columns={report.columns} view={view} change={change} />}
      {all === 0 && <Text c="dimmed">The file has no columns.</Text>}
      {found.length === 0 && all > 0 ? (
        <EmptyState
          title="No column matches"
          action={<Button onClick={() => change({ q: '', type: '', has: '', page: '1' })}>Clear the filters</Button>}
        />
      ) : (
        <Found report={report} columns={page.columns} look={wide ? look : 'cards'} />
      )}
      <Pager page={page} found={found.length} change={change} />
    </Section>
  );
}
