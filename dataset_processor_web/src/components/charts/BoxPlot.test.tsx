import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { BoxPlot } from './BoxPlot';
import { type Binned, type FiveNumbers, placeBars } from './scale';

const BOX: FiveNumbers = {
  min: 0, q1: 4, median: 5, q3: 6, max: 10, lowerFence: 1, upperFence: 9, below: 0, above: 0, outliers: [],
};

const BINS: Binned = { edges: [0, 5, 10], counts: [4, 6], below: 0, above: 0 };

const parts = () => [...screen.getByRole('img').querySelectorAll('[data-part]')].map((part) => part.getAttribute('data-part'));

const at = (part: string) => Number.parseFloat(screen.getByRole('img').querySelector(`[data-part="${part}"]`)?.getAttribute('x1') ?? '');

describe('BoxPlot', () => {
  it('ends at the extremes when nothing lies outside', () => {
    render(<BoxPlot box={BOX} bins={BINS} name="age" />);
    expect(parts()).toEqual(['minimum', 'maximum', 'median']);
  });

  it('draws fences and a tick for each outlier known, the extremes among them', () => {
    render(<BoxPlot box={{ ...BOX, max: 900, above: 3, outliers: [12, 900] }} bins={{ ...BINS, above: 3 }} name="age" />);
    expect(parts()).toEqual(['minimum', 'upper fence', 'median', 'outlier 12', 'outlier 900']);
    const last = screen.getByRole('img').querySelector('[data-part="outlier 900"]');
    expect(last).toHaveAttribute('x1', '100%');
  });

  it('draws values that are all equal in the middle', () => {
    const same = { min: 5, q1: 5, median: 5, q3: 5, max: 5, lowerFence: null, upperFence: null };
    render(<BoxPlot box={{ ...BOX, ...same }} bins={{ ...BINS, edges: [5, 5], counts: [10] }} name="age" />);
    expect(at('median')).toBe(50);
  });

  it('has the places of a histogram that ends above the maximum', () => {
    const bins = { edges: [2, 6, 10], counts: [2, 1], below: 0, above: 0 };
    const box = { ...BOX, min: 2, q1: 2.5, median: 3, q3: 6, max: 9, lowerFence: null, upperFence: null };
    render(<BoxPlot box={box} bins={bins} name="b" />);
    expect(at('minimum')).toBe(0);
    expect(at('median')).toBe(12.5);
    expect(at('maximum')).toBe(87.5);
    const line = screen.getByRole('img').querySelector('line');
    expect([line?.getAttribute('x1'), line?.getAttribute('x2')]).toEqual(['0%', '87.5%']);
  });

  it('has the places of a histogram whose last bin is cut at the fence', () => {
    const bins = { edges: [1, 2, 3, 4, 5, 6, 7, 8, 8.5], counts: [18, 82, 243, 295, 229, 104, 18, 3], below: 0, above: 4 };
    const box = { ...BOX, min: 1, q1: 3, median: 4, q3: 8, max: 90, lowerFence: 0, upperFence: 8, above: 4 };
    render(<BoxPlot box={box} bins={bins} name="days" />);
    const last = placeBars(bins, { width: 100, height: 40 })[7];
    const box8 = screen.getByRole('img').querySelector('rect');
    const right = Number.parseFloat(box8?.getAttribute('x') ?? '') + Number.parseFloat(box8?.getAttribute('width') ?? '');
    expect(last).toMatchObject({ from: 8, to: 8.5 });
    expect(right).toBeLessThan(last?.x ?? 0);
    expect(right).toBeGreaterThan((last?.x ?? 0) - 1);
  });
});
