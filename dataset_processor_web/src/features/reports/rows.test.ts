import { expect, it } from 'vitest';
import { explainRow, nameRow } from './rows';

it('names rows from 1 and explains where the JSON has them', () => {
  expect(nameRow(0)).toBe('row 1');
  expect(nameRow(1233)).toBe('row 1,234');
  expect(explainRow(4)).toBe('row_index 4 in the JSON, which counts from 0');
});
