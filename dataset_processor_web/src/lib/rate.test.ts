import { expect, it } from 'vitest';
import { addSample, estimate, type Sample } from './rate';

const steady = (count: number): Sample[] =>
  Array.from({ length: count }, (_, index) => ({ at: index * 1000, done: index * 100 }));

it('says nothing until there is something to compare', () => {
  expect(estimate([], 100)).toBeNull();
  expect(estimate([{ at: 0, done: 5 }], 100)).toBeNull();
  expect(estimate([{ at: 0, done: 0 }, { at: 100, done: 50 }], 100)).toBeNull();
});

it('tells speed and time left', () => {
  expect(estimate(steady(4), 1000)).toEqual({ perSecond: 100, secondsLeft: 7 });
  expect(estimate(steady(4), null)).toEqual({ perSecond: 100, secondsLeft: null });
});

it('says nothing while nothing moves', () => {
  expect(estimate([{ at: 0, done: 7 }, { at: 5000, done: 7 }], 10)).toBeNull();
});

it('forgets what is long ago, and starts anew after a step back', () => {
  const samples = steady(30).reduce<Sample[]>(addSample, []);
  expect(samples[0]?.at).toBe(19_000);
  expect(addSample(samples, { at: 31_000, done: 5 })).toEqual([{ at: 31_000, done: 5 }]);
});
