import { expect, it } from 'vitest';
import { ApiError } from '@/api/client';
import { meta } from '@/testing/builders';
import { checkFile, explain, typeOf } from './failures';

const file = (name: string, content = 'a,b\n', type = '') => new File([content], name, { type });

it.each([
  ['a.csv', '', 'text/csv'],
  ['A.CSV', 'application/vnd.ms-excel', 'text/csv'],
  ['a.json', '', 'application/json'],
  ['a.bin', 'application/octet-stream', 'application/octet-stream'],
  ['noending', 'text/csv', 'text/csv'],
])('sends %s (%s) as %s', (name, type, sent) => {
  expect(typeOf(file(name, 'x', type))).toBe(sent);
});

it('refuses before sending what can only be refused', () => {
  expect(checkFile(file('a.csv'), undefined)).toBeNull();
  expect(checkFile(file('a.xlsx'), meta())).toMatchObject({ cause: 'wrong_type' });
  expect(checkFile(file('a.csv', ''), meta())).toMatchObject({ cause: 'empty' });
  const small = meta({ limits: { ...meta().limits, max_upload_bytes: 3 } });
  expect(checkFile(file('a.csv'), small)).toMatchObject({ cause: 'too_large', message: expect.stringContaining('3 B') as string });
});

it.each([
  [413, 'too_large', false],
  [415, 'wrong_type', false],
  [422, 'malformed', false],
  [503, 'unavailable', true],
  [500, 'other', true],
  [404, 'other', false],
  [502, 'no_answer', true],
  [null, 'no_answer', true],
])('explains %s as %s', (status, cause, retryable) => {
  expect(explain(new ApiError('Why.', status), file('a.csv'), meta())).toMatchObject({ cause, retryable });
});

it('explains what nobody expected', () => {
  expect(explain(new TypeError('x'), file('a.csv'), undefined)).toMatchObject({ cause: 'other', retryable: true });
});

it('names a limit only where it tells why', () => {
  const refused = (size: number, limit: number) =>
    explain(new ApiError('Why.', 413), file('a.csv', 'x'.repeat(size)), meta({ limits: { ...meta().limits, max_upload_bytes: limit } })).message;
  expect(refused(2000, 1000)).toBe('The file is too large: 2 KB. The limit is 1 KB.');
  expect(refused(1020, 1000)).toBe('The file is too large: 1,020 bytes. The limit is 1,000 bytes.');
  expect(refused(2000, 5000)).toBe('The file is too large: 2 KB.');
});
