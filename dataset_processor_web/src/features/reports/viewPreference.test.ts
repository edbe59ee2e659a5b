import { afterEach, describe, expect, it, vi } from 'vitest';
import { readLook, rememberLook } from './viewPreference';

afterEach(() => vi.unstubAllGlobals());

describe('cards or table', () => {
  it('is cards at first, then what was shown last', () => {
    expect(readLook('')).toBe('cards');
    rememberLook('table');
    expect(readLook('')).toBe('table');
  });

  it('is what the address asks for, if it asks', () => {
    rememberLook('table');
    expect(readLook('cards')).toBe('cards');
    expect(readLook('nonsense')).toBe('table');
  });

  it('works where nothing can be stored', () => {
    const refuse = () => {
      throw new Error('no storage');
    };
    vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse, clear: () => undefined });
    rememberLook('table');
    expect(readLook('')).toBe('cards');
  });
});
