import { act, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { renderAt } from '@/testing/render';
import { TextFilter } from './TextFilter';

/** An address that follows when it is told to. */
function Slow({ told }: { told: (text: string) => void }) {
  const [asked, follow] = useState('');
  return (
    <>
      <TextFilter label="Name" asked={asked} delay={300} onCommit={told} />
      <button onClick={(event) => follow(event.currentTarget.value)}>follow</button>
    </>
  );
}

let told: string[];
const field = () => screen.getByLabelText('Name');
const type = (value: string) => fireEvent.change(field(), { target: { value } });
const wait = (milliseconds: number): void => {
  act(() => void vi.advanceTimersByTime(milliseconds));
};
const follow = (value: string) => {
  const button = screen.getByRole<HTMLButtonElement>('button');
  button.value = value;
  fireEvent.click(button);
};

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  renderAt(<Slow told={(text) => told.push(text)} />);
});
afterEach(() => vi.useRealTimers());

it('tells after a pause, or when the field is left', () => {
  type('a');
  wait(200);
  type('ab');
  wait(299);
  expect(told).toEqual([]);
  wait(1);
  expect(told).toEqual(['ab']);
  type('abc');
  fireEvent.blur(field());
  expect(told).toEqual(['ab', 'abc']);
});

it('keeps what is typed before the address has followed', () => {
  type('ab');
  wait(300);
  expect(field()).toHaveValue('ab');
  type('abc');
  follow('ab');
  expect(field()).toHaveValue('abc');
  wait(300);
  follow('abc');
  expect(field()).toHaveValue('abc');
});

it('gives way to an address that something else has changed', () => {
  type('ab');
  wait(300);
  follow('ab');
  follow('');
  expect(field()).toHaveValue('');
  follow('from a link');
  expect(field()).toHaveValue('from a link');
});
