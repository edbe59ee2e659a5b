import type { ReactNode } from 'react';
import classes from './reports.module.css';

export interface FactLine {
  term: string;
  value: ReactNode;
  /** What the term means, on hover. */
  title?: string;
}

interface Props {
  lines: readonly FactLine[];
  name: string;
  /** Where there is room: values begin beside their terms. */
  wide?: boolean;
}

/** Terms and their values, one a line. */
export function Facts({ lines, name, wide = false }: Props) {
  return (
    <dl className={`${classes.numbers ?? ''} ${wide ? (classes.wide ?? '') : ''}`} aria-label={name}>
      {lines.map(({ term, value, title }) => (
        <div key={term} style={{ display: 'contents' }}>
          <dt title={title}>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
