import type { ReactNode } from 'react';
import classes from './reports.module.css';

export interface FactLine {
  term: string;
  value: ReactNode;
  /** What the term means, on hover. */
  title?: string;
}

/** Terms and their values, one a line. */
export function Facts({ lines, name }: { lines: readonly FactLine[]; name: string }) {
  return (
    <dl className={classes.numbers} aria-label={name}>
      {lines.map(({ term, value, title }) => (
        <div key={term} style={{ display: 'contents' }}>
          <dt title={title}>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
