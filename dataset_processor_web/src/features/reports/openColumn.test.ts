import { describe, expect, it } from 'vitest';
import { addressOf, nameInAddress } from './openColumn';

describe('addressOf', () => {
  it.each([
    ['', 'city', '?col=city'],
    ['q=a&col=old', 'new', '?q=a&col=new'],
    ['', '', '?col='],
    ['', 'a&b=c #1', '?col=a%26b%3Dc+%231'],
  ])('after %j, opening %j, is %s', (search, name, address) => {
    expect(addressOf(new URLSearchParams(search), name)).toEqual({ search: address });
  });
});

describe('nameInAddress', () => {
  it.each(['city', '', ' padded\tname ', '🦄 emoji', 'שם עברית', '<script>', 'a+b%20c', 'x'.repeat(1000)])('keeps %j', (name) => {
    expect(nameInAddress(name)).toBe(name);
    expect(new URLSearchParams(addressOf(new URLSearchParams(), name).search).get('col')).toBe(name);
  });

  it('is what comes back of half a character', () => {
    const name = 'half \ud83e';
    expect(new URLSearchParams(addressOf(new URLSearchParams(), name).search).get('col')).toBe(nameInAddress(name));
  });
});
