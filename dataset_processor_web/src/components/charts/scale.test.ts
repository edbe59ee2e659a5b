import { describe, expect, it } from 'vitest';
import { LEAST_HEIGHT, cutZones, placeBars, scaleHeight, scaleLinear, scalePercent, scaleSpread, type Binned } from './scale.ts';

const BOX = { width: 100, height: 40 };

/** Repeatable random numbers (mulberry32), so that a failure can be seen again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function randomBins(random: () => number): Binned {
  const count = () => (random() < 0.3 ? 0 : Math.floor(10 ** (random() * 9)));
  const counts = Array.from({ length: 1 + Math.floor(random() * 24) }, count);
  const edges = Array.from({ length: counts.length + 1 }, (_, index) => index * 1.5 - 7);
  return { edges, counts, below: count(), above: count() };
}

describe('scaleHeight', () => {
  it.each([
    [0, 10, 0],
    [10, 10, 40],
    [5, 10, 20],
    [1, 1_000_000, LEAST_HEIGHT],
    [0, 0, 0],
    [3, 0, 0],
  ])('draws %d of %d %d high', (count, most, height) => {
    expect(scaleHeight(count, most, 40)).toBe(height);
  });
});

describe('placeBars', () => {
  it('fills the width with the bins when nothing lies outside', () => {
    const bars = placeBars({ edges: [0, 1, 2], counts: [1, 2], below: 0, above: 0 }, BOX);
    expect(bars).toEqual([
      { kind: 'bin', from: 0, to: 1, count: 1, x: 3, y: 20, width: 44, height: 20 },
      { kind: 'bin', from: 1, to: 2, count: 2, x: 53, y: 0, width: 44, height: 40 },
    ]);
  });

  it('draws what lies outside at the ends, open to that side', () => {
    const bars = placeBars({ edges: [5, 6], counts: [10], below: 1, above: 2 }, BOX);
    expect(bars.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['below', null, 5],
      ['bin', 5, 6],
      ['above', 6, null],
    ]);
  });

  it('draws one bar for values that are all equal', () => {
    const bars = placeBars({ edges: [5, 5], counts: [3], below: 0, above: 0 }, BOX);
    expect(bars).toEqual([{ kind: 'bin', from: 5, to: 5, count: 3, x: 0, y: 0, width: 100, height: 40 }]);
  });

  it('draws nothing for no counts at all', () => {
    expect(placeBars({ edges: [], counts: [], below: 0, above: 0 }, BOX)).toEqual([]);
  });

  it('keeps every bar inside the box, apart from the next, every count kept and seen', () => {
    const random = randomFrom(4);
    for (let round = 0; round < 60; round += 1) {
      const bins = randomBins(random);
      const bars = placeBars(bins, BOX);
      const kept = [...(bins.below > 0 ? [bins.below] : []), ...bins.counts, ...(bins.above > 0 ? [bins.above] : [])];
      expect(bars.map((bar) => bar.count)).toEqual(kept);
      let end = 0;
      for (const bar of bars) {
        expect(bar.x).toBeGreaterThanOrEqual(end - 1e-9);
        end = bar.x + bar.width;
        expect(end).toBeLessThanOrEqual(BOX.width + 1e-9);
        expect(bar.y).toBeGreaterThanOrEqual(0);
        expect(bar.y + bar.height).toBeCloseTo(BOX.height, 9);
        expect(bar.height >= LEAST_HEIGHT).toBe(bar.count > 0);
        expect(bar.width).toBeGreaterThan(1);
      }
      const most = Math.max(...kept);
      if (most > 0) expect(Math.max(...bars.map((bar) => bar.height))).toBe(BOX.height);
    }
  });

  it('never draws the greater count lower', () => {
    const random = randomFrom(11);
    for (let round = 0; round < 60; round += 1) {
      const bars = placeBars(randomBins(random), BOX).sort((one, other) => one.count - other.count);
      bars.reduce((last, bar) => {
        expect(bar.height).toBeGreaterThanOrEqual(last);
        return bar.height;
      }, 0);
    }
  });
});

describe('cutZones', () => {
  it.each([
    [0, 0, 0, 100],
    [1, 0, 10, 100],
    [0, 1, 0, 90],
    [1, 1, 10, 90],
  ])('with %d below and %d above the middle goes from %d to %d', (below, above, left, right) => {
    expect(cutZones(100, below, above)).toMatchObject({ left, right });
  });
});

describe('scaleLinear', () => {
  it.each([
    [0, 10, 5, 50],
    [0, 10, 0, 0],
    [0, 10, 10, 100],
    [0, 10, -5, 0],
    [0, 10, 15, 100],
    [7, 7, 7, 50],
    [-1.7e308, 1.7e308, 0, 50],
    [-1.7e308, 1.7e308, 1.7e308, 100],
    [0, 5e-324, 0, 50],
  ])('from %d to %d places %d at %d', (low, high, value, place) => {
    expect(scaleLinear(low, high, 0, 100)(value)).toBeCloseTo(place, 6);
  });
});

describe('scaleSpread', () => {
  it('uses the whole width when nothing lies outside', () => {
    const { place } = scaleSpread({ min: 0, max: 4, below: 0, above: 0 }, [0, 2, 4], 100);
    expect([0, 1, 2, 4].map(place)).toEqual([0, 25, 50, 100]);
  });

  it('squeezes what lies outside into the ends', () => {
    const { place } = scaleSpread({ min: -1e9, max: 1e9, below: 3, above: 3 }, [0, 5, 10], 100);
    expect([0, 5, 10].map(place)).toEqual([10, 50, 90]);
    expect(place(-1e9)).toBe(0);
    expect(place(1e9)).toBe(100);
    expect(place(5e8)).toBeCloseTo(96, 6);
  });

  it('puts values that are all equal in the middle', () => {
    const { place } = scaleSpread({ min: 3, max: 3, below: 0, above: 0 }, [3, 3], 100);
    expect(place(3)).toBe(50);
  });

  it('puts every value on the bar that counts it', () => {
    const edges = [1, 4, 7, 7.5];
    const bars = placeBars({ edges, counts: [5, 5, 1], below: 2, above: 3 }, BOX);
    const { place } = scaleSpread({ min: -5, max: 30, below: 2, above: 3 }, edges, BOX.width);
    for (const { from, to, x, width } of bars) {
      const middle = (from ?? -5) / 2 + (to ?? 30) / 2;
      expect(place(middle)).toBeCloseTo(x + width / 2, 9);
    }
  });

  it('never puts a greater value further left', () => {
    const random = randomFrom(23);
    for (let round = 0; round < 60; round += 1) {
      const values = Array.from({ length: 30 }, () => (random() - 0.5) * 10 ** (random() * 12)).sort((a, b) => a - b);
      const [min = 0, max = 0] = [values[0], values.at(-1)];
      const { place } = scaleSpread({ min, max, below: 5, above: 5 }, values.slice(5, 25), 100);
      values.map(place).reduce((last, at) => {
        expect(at).toBeGreaterThanOrEqual(last);
        expect(at).toBeLessThanOrEqual(100);
        return at;
      }, 0);
    }
  });
});

describe('scalePercent', () => {
  it.each([
    [0, 10, 0],
    [10, 10, 100],
    [1, 100_000, 1],
    [25, 100, 25],
    [1, 0, 0],
  ])('%d of %d is %d %% long', (count, most, percent) => {
    expect(scalePercent(count, most)).toBe(percent);
  });
});
