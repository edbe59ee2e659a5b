import { TYPE_MEANINGS, TYPE_NAMES } from './columnFacts';
import type { Column } from './report';
import classes from './reports.module.css';

/** A column's type; what it means on hover. */
export function TypeBadge({ column }: { column: Column }) {
  return (
    <span className={classes.type} title={TYPE_MEANINGS[column.type]}>
      {TYPE_NAMES[column.type]}
    </span>
  );
}
