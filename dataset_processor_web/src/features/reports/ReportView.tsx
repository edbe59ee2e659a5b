import { Skeleton, Stack } from '@mantine/core';
import { startTransition, useEffect, useMemo, useState } from 'react';
import { EmptyState } from '@/components/EmptyState';
import { QueryBoundary } from '@/components/QueryBoundary';
import { ColumnDetail } from './ColumnDetail';
import { ColumnList } from './ColumnList';
import { Duplicates } from './Duplicates';
import { Findings } from './Findings';
import { findAll, groupByColumn } from './findings';
import { useReport } from './queries';
import type { Report } from './report';
import classes from './reports.module.css';
import { ReportSummary } from './ReportSummary';
import { SourceFacts } from './SourceFacts';
import { Warnings } from './Warnings';

/** As high as what comes, so that nothing jumps. */
function Loading() {
  return (
    <Stack gap="lg" aria-busy="true">
      <div className={classes.strip}>
        {Array.from({ length: 6 }, (_, index) => (
          <Skeleton key={index} height={76} />
        ))}
      </div>
      <Skeleton height={28} width={140} />
      <Skeleton height={160} />
      <div className={classes.cards}>
        {Array.from({ length: 6 }, (_, index) => (
          <Skeleton key={index} height={260} />
        ))}
      </div>
    </Stack>
  );
}

function Loaded({ report }: { report: Report }) {
  const findings = useMemo(() => findAll(report), [report]);
  const byColumn = useMemo(() => groupByColumn(findings), [findings]);
  return (
    <Stack gap="xl">
      <ReportSummary report={report} />
      <Findings findings={findings} />
      <ColumnList report={report} withFindings={byColumn} />
      <Duplicates report={report} />
      <Warnings report={report} />
      <SourceFacts report={report} />
      <ColumnDetail report={report} findings={byColumn} />
    </Stack>
  );
}

/** An answer of the server is drawn in one piece; what follows in a transition is drawn in slices. */
function InSlices({ report }: { report: Report }) {
  const [begun, setBegun] = useState(false);
  useEffect(() => startTransition(() => setBegun(true)), []);
  return begun ? <Loaded report={report} /> : <Loading />;
}

/** A dataset's report: the numbers, what to look at, then column by column. */
export function ReportView({ datasetId }: { datasetId: string }) {
  const query = useReport(datasetId);
  return (
    <QueryBoundary
      query={query}
      what="the report"
      skeleton={<Loading />}
      notFound={<EmptyState title="There is no report yet">It appears here once the dataset is processed.</EmptyState>}
    >
      {(report) => <InSlices report={report} />}
    </QueryBoundary>
  );
}
