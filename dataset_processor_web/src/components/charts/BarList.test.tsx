import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { BarList } from './BarList';

const ITEMS = [
  { key: 'a', label: 'Oslo', count: 2999 },
  { key: 'b', label: '<b>Lima</b>', count: 1 },
  { key: 'rest', label: 'all others', count: 7000, rest: true },
];

describe('BarList', () => {
  it('says label, count and share, never 0 % for what is there', () => {
    render(<BarList items={ITEMS} total={10_000} name="Most frequent values" />);
    expect(screen.getByRole('list', { name: 'Most frequent values' })).toBeInTheDocument();
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Oslo2,999 · 30%',
      '<b>Lima</b>1 · <0.1%',
      'all others7,000 · 70%',
    ]);
  });

  it('leaves out the counts where there is little room, but keeps them on hover', () => {
    render(<BarList items={ITEMS} total={10_000} name="Most frequent values" compact />);
    expect(screen.getByText('30%')).toHaveAttribute('title', '2,999 of 10,000');
  });

  it('draws what is there at least 1 % long', () => {
    render(<BarList items={ITEMS} total={10_000} name="Most frequent values" />);
    expect(screen.getAllByRole('listitem')[1]?.getAttribute('style')).toContain('--bar-length: 1%');
  });
});
