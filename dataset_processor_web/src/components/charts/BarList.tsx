import type { CSSProperties, ReactNode } from 'react';
import { formatNumber, formatPercent } from '@/lib/format';
import classes from './charts.module.css';
import { scalePercent } from './scale';

export interface BarItem {
  key: string;
  label: ReactNode;
  count: number;
  /** All that is left, drawn in another colour. */
  rest?: boolean;
}

interface Props {
  items: readonly BarItem[];
  /** What the shares are of. */
  total: number;
  name: string;
  /** One line an item, without its count. */
  compact?: boolean;
}

/** Counts as bars behind their labels. A list of texts, so it reads well without being seen. */
export function BarList({ items, total, name, compact = false }: Props) {
  return (
    <ul className={`${classes.list ?? ''} ${compact ? (classes.compact ?? '') : ''}`} aria-label={name}>
      {items.map((item) => (
        <li
          key={item.key}
          className={classes.row}
          data-rest={item.rest === true ? true : undefined}
          style={{ '--bar-length': `${scalePercent(item.count, total)}%` } as CSSProperties}
        >
          <span className={classes.label}>{item.label}</span>
          <span className={classes.count} title={compact ? `${formatNumber(item.count)} of ${formatNumber(total)}` : undefined}>
            {!compact && `${formatNumber(item.count)} · `}
            {formatPercent(item.count, total)}
          </span>
        </li>
      ))}
    </ul>
  );
}
