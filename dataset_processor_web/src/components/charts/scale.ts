/** Where a chart's parts are drawn. Pure: counts and values in, places out. */

export interface Binned {
  edges: readonly number[];
  counts: readonly number[];
  below: number;
  above: number;
}

export interface Box {
  width: number;
  height: number;
}

export interface Bar {
  kind: 'below' | 'bin' | 'above';
  /** The values it counts; null where it has no end on that side. */
  from: number | null;
  to: number | null;
  count: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A count that is not zero is drawn at least this high. */
export const LEAST_HEIGHT = 2;
/** The part of the width that each end bar takes, and the space between it and the bins. */
const END_SHARE = 0.08;
const END_SPACE = 0.02;
const BIN_SPACE_SHARE = 0.12;

export interface Zones {
  /** What lies inside the fences is drawn from `left` to `right`. */
  left: number;
  right: number;
  /** The outer parts end or begin here. */
  belowEnd: number;
  aboveStart: number;
  width: number;
}

/** Cuts the width into what lies below the fences, inside and above; a side without values takes no room. */
export function cutZones(width: number, below: number, above: number): Zones {
  const end = width * END_SHARE;
  const space = width * END_SPACE;
  return {
    left: below > 0 ? end + space : 0,
    right: above > 0 ? width - end - space : width,
    belowEnd: end,
    aboveStart: width - end,
    width,
  };
}

/** Linear, 0 stays 0, and nothing that is there gets too small to be seen. */
export function scaleHeight(count: number, most: number, height: number): number {
  if (count <= 0 || most <= 0) return 0;
  return Math.min(height, Math.max(LEAST_HEIGHT, (count / most) * height));
}

/** Each bin as a bar, from left to right, with an end bar on each side that has values. */
export function placeBars(bins: Binned, box: Box): Bar[] {
  const zones = cutZones(box.width, bins.below, bins.above);
  const most = Math.max(bins.below, bins.above, ...bins.counts);
  const step = (zones.right - zones.left) / Math.max(1, bins.counts.length);
  const space = bins.counts.length > 1 ? step * BIN_SPACE_SHARE : 0;
  const upright = (count: number) => {
    const height = scaleHeight(count, most, box.height);
    return { count, y: box.height - height, height };
  };
  const bars: Bar[] = bins.counts.map((count, index) => ({
    kind: 'bin',
    from: bins.edges[index] ?? null,
    to: bins.edges[index + 1] ?? null,
    x: zones.left + index * step + space / 2,
    width: step - space,
    ...upright(count),
  }));
  if (bins.below > 0) {
    bars.unshift({ kind: 'below', from: null, to: bins.edges[0] ?? null, x: 0, width: zones.belowEnd, ...upright(bins.below) });
  }
  if (bins.above > 0) {
    const width = box.width - zones.aboveStart;
    bars.push({ kind: 'above', from: bins.edges.at(-1) ?? null, to: null, x: zones.aboveStart, width, ...upright(bins.above) });
  }
  return bars;
}

/** Maps [low, high] on [start, end]; values outside stay at the ends, and a range of no width is its middle. */
export function scaleLinear(low: number, high: number, start: number, end: number): (value: number) => number {
  // Halved first: the distance of two doubles may lie beyond a double.
  const range = high / 2 - low / 2;
  return (value) => {
    if (!(range > 0)) return (start + end) / 2;
    const share = Math.min(1, Math.max(0, (value / 2 - low / 2) / range));
    return start + share * (end - start);
  };
}

export interface Spread {
  min: number;
  max: number;
  below: number;
  above: number;
}

export interface FiveNumbers extends Spread {
  q1: number;
  median: number;
  q3: number;
  lowerFence: number | null;
  upperFence: number | null;
  /** Some of the values outside the fences. */
  outliers: readonly number[];
}

export interface SpreadScale {
  zones: Zones;
  place: (value: number) => number;
}

/** Where a histogram with these edges has its bars: all bins are drawn equally wide, also a last one that is cut short. */
function scaleBins(edges: readonly number[], left: number, right: number): (value: number) => number {
  const last = Math.max(0, edges.length - 2);
  const step = (right - left) / (last + 1);
  return (value) => {
    const bin = Math.max(0, edges.findLastIndex((edge, index) => index <= last && edge <= value));
    const start = left + bin * step;
    return scaleLinear(edges[bin] ?? value, edges[bin + 1] ?? value, start, start + step)(value);
  };
}

/** The same places as the bars of the histogram with these edges: what lies outside the fences is squeezed into the ends. */
export function scaleSpread({ min, max, below, above }: Spread, edges: readonly number[], width: number): SpreadScale {
  const zones = cutZones(width, below, above);
  const low = edges[0] ?? min;
  const high = edges.at(-1) ?? max;
  const inside = scaleBins(edges, zones.left, zones.right);
  const under = scaleLinear(min, low, 0, zones.belowEnd);
  const over = scaleLinear(high, max, zones.aboveStart, width);
  return {
    zones,
    place: (value) => {
      if (value < low && below > 0) return under(value);
      if (value > high && above > 0) return over(value);
      return inside(value);
    },
  };
}

/** The length of a bar in per cent, at least 1 for what is there. */
export function scalePercent(count: number, most: number): number {
  if (count <= 0 || most <= 0) return 0;
  return Math.min(100, Math.max(1, (count / most) * 100));
}
