import { MantineProvider } from '@mantine/core';
import { render, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Histogram } from './Histogram';
import { HistogramTable } from './HistogramTable';

const BINS = { edges: [1.5, 2.5, 3.5, 4.5], counts: [2, 3000, 0], below: 0, above: 1 };

describe('Histogram', () => {
  it('is an image with a sentence, hatched at the end that holds outliers', () => {
    render(<Histogram bins={BINS} name="price" detailed />);
    const image = screen.getByRole('img', { name: /^Histogram of price: 3 bins/ });
    const bars = [...image.querySelectorAll('rect[data-kind]')];
    expect(bars.map((bar) => bar.getAttribute('data-kind'))).toEqual(['bin', 'bin', 'bin', 'above']);
    expect(bars[3]).toHaveAttribute('fill', expect.stringMatching(/^url\(#/));
    expect(bars[1]).toHaveTextContent('2.5 to 3.5: 3,000 values');
  });

  it('draws one value among thousands high enough to be seen, and no bar for none', () => {
    render(<Histogram bins={BINS} name="price" />);
    const heights = [...screen.getByRole('img').querySelectorAll('rect[data-kind]')].map((bar) => Number(bar.getAttribute('height')));
    expect(heights).toEqual([2, 39, 0, 2]);
  });

  it('shows a name as text', () => {
    render(<Histogram bins={BINS} name="<script>alert(1)</script>" />);
    expect(screen.getByRole('img', { name: /Histogram of <script>alert\(1\)<\/script>:/ })).toBeInTheDocument();
  });
});

describe('HistogramTable', () => {
  it('lists every bar with its count and share, never 0 % for what is there', () => {
    render(
      <MantineProvider env="test">
        <HistogramTable bins={BINS} name="price" />
      </MantineProvider>,
    );
    const rows = within(screen.getByRole('table', { name: 'Values of price by range' })).getAllByRole('row');
    expect(rows.slice(1).map((row) => row.textContent)).toEqual([
      '1.5 to 2.52<0.1%',
      '2.5 to 3.53,000>99.9%',
      '3.5 to 4.500%',
      'above 4.51<0.1%',
    ]);
  });
});
