import { Badge, Group, Text, Title } from '@mantine/core';
import { memo } from 'react';
import { formatCount, formatNumber } from '@/lib/format';
import { TYPE_MEANINGS, TYPE_NAMES, describeDistinct, explainDistinct, outlierCount } from './columnFacts';
import { ColumnChart } from './ColumnChart';
import { ColumnLink } from './ColumnLink';
import { QualityBar } from './QualityBar';
import type { Column, OutlierExamples } from './report';
import classes from './reports.module.css';

interface Props {
  column: Column;
  rowCount: number;
  outliers: OutlierExamples | undefined;
}

export function TypeBadge({ column }: { column: Column }) {
  return (
    <Badge variant="default" size="sm" radius="sm" tt="none" fw={500} style={{ flex: 'none' }} title={TYPE_MEANINGS[column.type]}>
      {TYPE_NAMES[column.type]}
    </Badge>
  );
}

/** One column: its type, how full it is, how varied, and a picture of its values. */
export const ColumnCard = memo(function ColumnCard({ column, rowCount, outliers }: Props) {
  const far = outlierCount(column);
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <Title order={3} size="md" fw={600}>
          <ColumnLink name={column.name} fit="lines" />
        </Title>
        <TypeBadge column={column} />
      </div>
      <QualityBar column={column} />
      <Group gap="xs" justify="space-between">
        <Text size="sm" title={explainDistinct(column)}>
          {describeDistinct(column)} different
        </Text>
        {far > 0 && (
          <Text size="sm" title="outside the fences of 1.5 interquartile ranges">
            {formatCount(far, 'outlier')}
          </Text>
        )}
        {column.type === 'code' && column.leading_zeros > 0 && (
          <Text size="sm">{formatNumber(column.leading_zeros)} with leading zeros</Text>
        )}
      </Group>
      <ColumnChart column={column} rowCount={rowCount} outliers={outliers} />
    </li>
  );
});
