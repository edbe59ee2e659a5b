import { expect, it } from 'vitest';
import { newItem, nextBatch, type UploadItem } from './queue';
import { sumUp } from './total';

const file = new File(['12345678'], 'a.csv');
const item = (status: UploadItem['status'], loaded: number, batch = 1): UploadItem => ({ ...newItem('x', file, null, batch), status, loaded });

it('counts what is on its way together with what was sent beside it', () => {
  expect(sumUp([item('done', 8), item('sending', 4), item('waiting', 0)])).toEqual({ files: 2, all: 3, loaded: 12, size: 24, percent: 50 });
});

it('leaves out what was sent before, refused or cancelled', () => {
  const items = [item('done', 8, 1), item('failed', 3, 2), item('cancelled', 3, 2), item('sending', 2, 2)];
  expect(sumUp(items)).toEqual({ files: 1, all: 1, loaded: 2, size: 8, percent: 25 });
  expect(sumUp([item('done', 8)])).toBeNull();
});

it('begins another batch when nothing is on its way', () => {
  expect(nextBatch([])).toBe(1);
  expect(nextBatch([item('done', 8, 1), item('sending', 1, 2)])).toBe(2);
  expect(nextBatch([item('waiting', 8, 1), item('done', 8, 3)])).toBe(1);
  expect(nextBatch([item('done', 8, 1), item('cancelled', 1, 2)])).toBe(3);
});
