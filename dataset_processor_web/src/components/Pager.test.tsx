import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { address, renderAt } from '@/testing/render';
import { Pager } from './Pager';

it('is not there when there is one page', () => {
  renderAt(<Pager nextCursor={null} label="Things" />);
  expect(screen.queryByRole('navigation')).toBeNull();
});

it('goes to older pages and back, and keeps the filters', async () => {
  renderAt(
    <>
      <h1 tabIndex={-1}>Things</h1>
      <Pager nextCursor="c2" label="Things" />
    </>,
    { at: '/?status=done' },
  );
  expect(screen.queryByRole('link', { name: 'Newest' })).toBeNull();
  await userEvent.click(screen.getByRole('link', { name: 'Older' }));
  expect(address()).toBe('/?status=done&cursor=c2');
  expect(screen.getByRole('heading')).toHaveFocus();
  await userEvent.click(screen.getByRole('link', { name: 'Newest' }));
  expect(address()).toBe('/?status=done');
});

it('remembers the page before', async () => {
  renderAt(<Pager nextCursor="c3" label="Things" />, { at: '/?cursor=c2' });
  await userEvent.click(screen.getByRole('link', { name: 'Older' }));
  expect(address()).toBe('/?cursor=c3');
  await userEvent.click(screen.getByRole('link', { name: 'Newer' }));
  expect(address()).toBe('/?cursor=c2');
});
