import type { ReactNode } from 'react';
import { Num } from '@/components/Num';
import { formatCount, formatNumber, formatPercent } from '@/lib/format';
import { useUrlState } from '@/lib/urlState';
import { sumUp } from './columnFacts';
import { VIEW_DEFAULTS } from './columnView';
import { PlaceLink } from './PlaceLink';
import type { PlaceId } from './places';
import type { Report } from './report';
import classes from './reports.module.css';

interface FactProps {
  place: PlaceId;
  label: string;
  value: number;
  /** A share, beside the number. */
  share?: string;
  title?: string;
  note?: ReactNode;
  onFollow?: () => void;
}

function Fact({ place, label, value, share, title, note, onFollow }: FactProps) {
  return (
    <li>
      <PlaceLink place={place} className={classes.fact} title={title} onFollow={onFollow ?? (() => undefined)}>
        <span className={classes.value}>
          <Num value={value} />
          {share !== undefined && ` (${share})`}
        </span>
        <span className={classes.label}>
          {label}
          {note}
        </span>
      </PlaceLink>
    </li>
  );
}

/** The report in six numbers, each a link to its part. */
export function ReportSummary({ report }: { report: Report }) {
  const [, change] = useUrlState(VIEW_DEFAULTS);
  const totals = sumUp(report);
  const sortBy = (sort: string) => () => change({ sort, page: '1' }, { replace: true });
  const share = (part: number, all: number) => (part > 0 ? { share: formatPercent(part, all) } : {});
  const copies = report.duplicates.extra_copies;
  const codes = totals.codesFencedOff > 0 ? `; without ${formatNumber(totals.codesFencedOff)} in columns of codes, which measure nothing` : '';
  const missing = totals.missing > 0 ? `; ${formatCount(totals.missing, 'key is', 'keys are')} missing besides` : '';
  return (
    <ul className={classes.strip} aria-label="The report in numbers">
      <Fact place="source" label={report.row_count === 1 ? 'row' : 'rows'} value={report.row_count} />
      <Fact place="columns" label={report.columns.length === 1 ? 'column' : 'columns'} value={report.columns.length} />
      <Fact
        place="columns"
        label={totals.nullCells === 1 ? 'null cell' : 'null cells'}
        value={totals.nullCells}
        title={`${formatNumber(totals.nullCells)} of ${formatNumber(totals.cells)} cells ${totals.nullCells === 1 ? 'is' : 'are'} null${missing}`}
        onFollow={sortBy('nulls')}
        {...share(totals.nullCells, totals.cells)}
      />
      <Fact
        place="duplicates"
        label={copies === 1 ? 'duplicate row' : 'duplicate rows'}
        value={copies}
        title={`${formatNumber(copies)} of ${formatNumber(report.row_count)} rows ${copies === 1 ? 'equals' : 'equal'} an earlier row`}
        {...share(copies, report.row_count)}
      />
      <Fact
        place="columns"
        label={totals.outliers === 1 ? 'outlier' : 'outliers'}
        value={totals.outliers}
        title={`in ${formatCount(totals.columnsWithOutliers, 'column')}${codes}`}
        onFollow={sortBy('outliers')}
      />
      <Fact place="warnings" label={report.warnings.length === 1 ? 'warning' : 'warnings'} value={report.warnings.length} />
    </ul>
  );
}
