import { Num } from '@/components/Num';
import type { FiveNumbers } from '@/components/charts/scale';
import classes from './reports.module.css';

/** Minimum, median and maximum, under a chart. */
export function ThreeNumbers({ box }: { box: FiveNumbers }) {
  return (
    <dl className={classes.three}>
      {(['min', 'median', 'max'] as const).map((key) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd>
            <Num value={box[key]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
