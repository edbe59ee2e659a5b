import { useId } from 'react';
import { formatCount, formatNumber } from '@/lib/format';
import classes from './charts.module.css';
import { type Bar, type Binned, placeBars } from './scale';

interface Props {
  bins: Binned;
  /** What the values are, for the sentence: a column's name. */
  name: string;
  height?: number;
  /** Says each bar's values and count on hover. */
  detailed?: boolean;
}

/** "from 5 up to 10", "10 and less", "above 90". */
export function describeRange({ kind, from, to }: Pick<Bar, 'kind' | 'from' | 'to'>): string {
  if (kind === 'below') return `below ${to === null ? 'the fence' : formatNumber(to)}`;
  if (kind === 'above') return `above ${from === null ? 'the fence' : formatNumber(from)}`;
  if (from === null || to === null) return 'unknown';
  return from === to ? formatNumber(from) : `${formatNumber(from)} to ${formatNumber(to)}`;
}

/** The chart in words, for those who do not see it. */
export function describeHistogram(bins: Binned, name: string): string {
  const first = bins.edges[0] ?? 0;
  const last = bins.edges.at(-1) ?? first;
  const tallest = bins.counts.indexOf(Math.max(...bins.counts));
  const range = describeRange({ kind: 'bin', from: bins.edges[tallest] ?? null, to: bins.edges[tallest + 1] ?? null });
  const outside = [
    bins.below > 0 ? `${formatCount(bins.below, 'value')} below` : '',
    bins.above > 0 ? `${formatCount(bins.above, 'value')} above` : '',
  ].filter((part) => part !== '');
  const middle =
    first === last
      ? `all ${formatCount(bins.counts[0] ?? 0, 'value')} are ${formatNumber(first)}`
      : `${formatCount(bins.counts.length, 'bin')} from ${formatNumber(first)} to ${formatNumber(last)}; ` +
        `most values, ${formatNumber(bins.counts[tallest] ?? 0)}, are in ${range}`;
  return `Histogram of ${name}: ${middle}${outside.length > 0 ? `; outside: ${outside.join(', ')}` : ''}.`;
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
