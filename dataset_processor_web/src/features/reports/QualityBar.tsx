import { formatNumber, formatPercent } from '@/lib/format';
import { scalePercent } from '@/components/charts/scale';
import { lesserKind, nullCount, presentCount } from './columnFacts';
import type { Column } from './report';
import classes from './reports.module.css';

/** "no nulls", "131 null (13.1%)", "302 missing (74.8%)". Nulls are counted among the rows that have the field. */
function describeGaps(column: Column, all: number): string {
  const nulls = nullCount(column);
  const among = column.missing > 0 ? ' of the rows with the key' : '';
  const gaps = [
    ...(nulls > 0 ? [`${formatNumber(nulls)} null (${formatPercent(nulls, presentCount(column))}${among})`] : []),
    ...(column.missing > 0 ? [`${formatNumber(column.missing)} missing (${formatPercent(column.missing, all)})`] : []),
  ];
  if (all === 0) return 'no rows';
  return gaps.length === 0 ? 'no nulls' : gaps.join(', ');
}

/** How much is filled, null and missing, and of a mixture how much is of the lesser kind: a bar, and the same in words. */
export function QualityBar({ column }: { column: Column }) {
  const nulls = nullCount(column);
  const lesser = lesserKind(column);
  const all = column.non_null + nulls + column.missing;
  const parts = [
    { count: column.non_null - (lesser?.count ?? 0), look: classes.valid },
    { count: lesser?.count ?? 0, look: classes.lesser },
    { count: nulls, look: classes.null },
    { count: column.missing, look: classes.missing },
  ];
  return (
    <div>
      <div className={classes.bar} aria-hidden="true">
        {parts.map(({ count, look }) =>
          count > 0 ? <span key={look} className={look} style={{ flex: `${scalePercent(count, all)} 0 2px` }} /> : null,
        )}
      </div>
      <span className={classes.label}>
        {all > 0 && `${formatPercent(column.non_null, all)} filled, `}
        {describeGaps(column, all)}
        {lesser !== null && `, ${lesser.words} (${formatPercent(lesser.count, column.non_null)} of the values)`}
      </span>
    </div>
  );
}
