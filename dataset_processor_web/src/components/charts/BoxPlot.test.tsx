import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { BoxPlot } from './BoxPlot';
import type { FiveNumbers } from './scale';

const BOX: FiveNumbers = {
  min: 0, q1: 4, median: 5, q3: 6, max: 10, lowerFence: 1, upperFence: 9, below: 0, above: 0, outliers: [],
};

const parts = () => [...screen.getByRole('img').querySelectorAll('[data-part]')].map((part) => part.getAttribute('data-part'));

describe('BoxPlot', () => {
  it('ends at the extremes when nothing lies outside', () => {
    render(<BoxPlot box={BOX} name="age" />);
    expect(parts()).toEqual(['minimum', 'maximum', 'median']);
  });

  it('draws fences and a tick for each outlier known, the extremes among them', () => {
    render(<BoxPlot box={{ ...BOX, max: 900, above: 3, outliers: [12, 900] }} name="age" />);
    expect(parts()).toEqual(['minimum', 'upper fence', 'median', 'outlier 12', 'outlier 900']);
    const last = screen.getByRole('img').querySelector('[data-part="outlier 900"]');
    expect(last).toHaveAttribute('x1', '100%');
  });

  it('draws values that are all equal in the middle', () => {
    const same = { min: 5, q1: 5, median: 5, q3: 5, max: 5, lowerFence: null, upperFence: null };
    render(<BoxPlot box={{ ...BOX, ...same }} name="age" />);
    expect(screen.getByRole('img').querySelector('[data-part=median]')).toHaveAttribute('x1', '50%');
  });
});
