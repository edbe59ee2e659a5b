/** Charts in words, for those who do not see them. Pure. */
import { formatCount, formatNumber } from '@/lib/format';
import type { Bar, Binned, FiveNumbers } from './scale';

/** "5 to 10", "below 5", "above 90". */
export function describeRange({ kind, from, to }: Pick<Bar, 'kind' | 'from' | 'to'>): string {
  if (kind === 'below') return `below ${to === null ? 'the fence' : formatNumber(to)}`;
  if (kind === 'above') return `above ${from === null ? 'the fence' : formatNumber(from)}`;
  if (from === null || to === null) return 'unknown';
  return from === to ? formatNumber(from) : `${formatNumber(from)} to ${formatNumber(to)}`;
}

export function describeHistogram(bins: Binned, name: string): string {
  const first = bins.edges[0] ?? 0;
  const last = bins.edges.at(-1) ?? first;
  const tallest = bins.counts.indexOf(Math.max(...bins.counts));
  const range = describeRange({ kind: 'bin', from: bins.edges[tallest] ?? null, to: bins.edges[tallest + 1] ?? null });
  const outside = [
    bins.below > 0 ? `${formatCount(bins.below, 'value')} below` : '',
    bins.above > 0 ? `${formatCount(bins.above, 'value')} above` : '',
  ].filter((part) => part !== '');
  const most = bins.counts[tallest] ?? 0;
  const where = most === 1 ? 'no bin has more than 1 value' : `most values, ${formatNumber(most)}, are in ${range}`;
  const same = most === 1 ? 'the only value is' : `all ${formatCount(most, 'value')} are`;
  const middle =
    first === last
      ? `${same} ${formatNumber(first)}`
      : `${formatCount(bins.counts.length, 'bin')} from ${formatNumber(first)} to ${formatNumber(last)}; ${where}`;
  return `Histogram of ${name}: ${middle}${outside.length > 0 ? `; outside: ${outside.join(', ')}` : ''}.`;
}

export function describeBox(box: FiveNumbers, name: string): string {
  const [min, q1, median, q3, max] = [box.min, box.q1, box.median, box.q3, box.max].map((value) => formatNumber(value));
  const outside = [
    box.below > 0 ? `${formatNumber(box.below)} below ${formatNumber(box.lowerFence ?? box.min)}` : '',
    box.above > 0 ? `${formatNumber(box.above)} above ${formatNumber(box.upperFence ?? box.max)}` : '',
  ].filter((part) => part !== '');
  const outliers = outside.length > 0 ? ` Outliers: ${outside.join(', ')}.` : '';
  return `Box plot of ${name}: minimum ${min}, quartiles ${q1}, ${median} and ${q3}, maximum ${max}.${outliers}`;
}
