import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import { expect, it } from 'vitest';
import { readUrl, useUrlState, writeUrl } from './urlState';

const DEFAULTS = { status: '', sort: 'newest' };

it('reads values, with defaults for what is not there', () => {
  expect(readUrl(new URLSearchParams('status=done&other=1'), DEFAULTS)).toEqual({ status: 'done', sort: 'newest' });
});

it('leaves defaults out and other parameters alone', () => {
  const params = new URLSearchParams('status=done&other=1');
  expect(writeUrl(params, DEFAULTS, { status: '', sort: 'name' }).toString()).toBe('other=1&sort=name');
  expect(params.toString()).toBe('status=done&other=1');
});

it('changes the address', () => {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <MemoryRouter initialEntries={['/?status=done']}>{children}</MemoryRouter>
  );
  const { result } = renderHook(() => ({ state: useUrlState(DEFAULTS), search: useLocation().search }), { wrapper });
  expect(result.current.state[0].status).toBe('done');
  act(() => result.current.state[1]({ sort: 'a&b' }));
  expect(result.current.search).toBe('?status=done&sort=a%26b');
  expect(result.current.state[0]).toEqual({ status: 'done', sort: 'a&b' });
});

it('keeps a change that is not on the screen yet when the next one comes', () => {
  const wrapper = ({ children }: { children: ReactNode }) => <MemoryRouter>{children}</MemoryRouter>;
  const { result } = renderHook(() => ({ one: useUrlState(DEFAULTS)[1], other: useUrlState({ q: '' })[1], search: useLocation().search }), { wrapper });
  act(() => {
    result.current.one({ status: 'done' });
    result.current.other({ q: 'x' });
    result.current.one({ sort: 'name' });
  });
  expect(result.current.search).toBe('?status=done&q=x&sort=name');
});
