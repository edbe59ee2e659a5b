import { memo } from 'react';
import { formatCount, formatNumber } from '@/lib/format';
import { describeDistinct, explainDistinct, outlierCount } from './columnFacts';
import { ColumnChart } from './ColumnChart';
import { ColumnLink } from './ColumnLink';
import { QualityBar } from './QualityBar';
import type { Column, OutlierExamples } from './report';
import classes from './reports.module.css';
import { TypeBadge } from './TypeBadge';

interface Props {
  column: Column;
  rowCount: number;
  /** Whether the report has more of it than numbers. */
  detailed?: boolean;
  outliers: OutlierExamples | undefined;
}

/** One column: its type, how full it is, how varied, and a picture of its values. Plain elements: there are a hundred. */
export const ColumnCard = memo(function ColumnCard({ column, rowCount, detailed = true, outliers }: Props) {
  const far = outlierCount(column);
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h3 className={classes.name}>
          <ColumnLink name={column.name} fit="lines" />
        </h3>
        <TypeBadge column={column} />
      </div>
      <QualityBar column={column} />
      <div className={classes.counts}>
        <span title={explainDistinct(column)}>{describeDistinct(column)} different</span>
        {far > 0 && <span title="outside the fences of 1.5 interquartile ranges">{formatCount(far, 'outlier')}</span>}
        {column.type === 'code' && column.leading_zeros > 0 && <span>{formatNumber(column.leading_zeros)} with leading zeros</span>}
      </div>
      <ColumnChart column={column} rowCount={rowCount} detailed={detailed} outliers={outliers} />
    </li>
  );
});
