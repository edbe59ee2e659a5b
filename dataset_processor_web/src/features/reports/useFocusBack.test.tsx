import { render, screen } from '@testing-library/react';
import { useEffect, useRef } from 'react';
import { expect, it } from 'vitest';
import { useFocusBack } from './useFocusBack';

function Close() {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return <button ref={button}>Close</button>;
}

function Details({ opened }: { opened: boolean }) {
  useFocusBack(opened);
  return opened ? <Close /> : null;
}

function Page({ opened, listed = true }: { opened: boolean; listed?: boolean }) {
  return (
    <>
      <h2 id="columns" tabIndex={-1}>
        Columns
      </h2>
      {listed && <a href="/x">amount</a>}
      <Details opened={opened} />
    </>
  );
}

it('gives the focus back to the link that opened the details', () => {
  const { rerender } = render(<Page opened={false} />);
  screen.getByRole('link').focus();
  rerender(<Page opened />);
  rerender(<Page opened={false} />);
  expect(screen.getByRole('link')).toHaveFocus();
});

it('gives it to the heading of the columns where the address opened them, or the link is gone', () => {
  const first = render(<Page opened />);
  first.rerender(<Page opened={false} />);
  expect(screen.getByRole('heading')).toHaveFocus();
  first.unmount();
  const second = render(<Page opened={false} />);
  screen.getByRole('link').focus();
  second.rerender(<Page opened />);
  second.rerender(<Page opened={false} listed={false} />);
  expect(screen.getByRole('heading')).toHaveFocus();
});
