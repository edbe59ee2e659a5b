import { useId } from 'react';
import { formatCount } from '@/lib/format';
import classes from './charts.module.css';
import { describeHistogram, describeRange } from './describe';
import { type Binned, placeBars } from './scale';

interface Props {
  bins: Binned;
  /** What the values are, for the sentence: a column's name. */
  name: string;
  height?: number;
  /** Says each bar's values and count on hover. */
  detailed?: boolean;
}

const percent = (part: number) => `${part}%`;

/** Bins inside the fences; what lies outside is a hatched bar at that end, so that it flattens nothing. */
export function Histogram({ bins, name, height = 40, detailed = false }: Props) {
  const hatch = useId();
  const bars = placeBars(bins, { width: 100, height: height - 1 });
  return (
    <svg className={classes.chart} height={height} role="img" aria-label={describeHistogram(bins, name)}>
      <defs>
        <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line className={classes.hatch} x1={0} y1={0} x2={0} y2={5} />
        </pattern>
      </defs>
      {bars.map((bar) => (
        <rect
          key={`${bar.kind} ${bar.x}`}
          className={bar.kind === 'bin' ? classes.bin : classes.end}
          fill={bar.kind === 'bin' ? undefined : `url(#${hatch})`}
          data-kind={bar.kind}
          x={percent(bar.x)}
          y={bar.y}
          width={percent(bar.width)}
          height={bar.height}
        >
          {detailed && <title>{`${describeRange(bar)}: ${formatCount(bar.count, 'value')}`}</title>}
        </rect>
      ))}
      <line className={classes.axis} x1={0} x2="100%" y1={height - 0.5} y2={height - 0.5} />
    </svg>
  );
}
