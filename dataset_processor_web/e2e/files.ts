import { Buffer } from 'node:buffer';

/** A file as Playwright gives it to a page. */
export interface DataFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A word of this test alone: stacks keep what earlier runs left, and know files by their content. */
export function unique(): string {
  return `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
}

export function textFile(name: string, text: string): DataFile {
  const json = name.endsWith('.json');
  return { name, mimeType: json ? 'application/json' : 'text/csv', buffer: Buffer.from(text) };
}

export function jsonFile(name: string, rows: readonly unknown[]): DataFile {
  return textFile(name, JSON.stringify(rows));
}

/** A file of this run alone. */
export function csv(name: string, rows: readonly string[]): DataFile {
  const lines = rows.map((row, index) => `${row},${index === 0 ? unique() : ''}`);
  return textFile(name, `id,city,amount,run\n${lines.join('\n')}\n`);
}

/** 8 rows: one null amount, row 7 is a copy of row 6, 900 is an outlier. */
export const ORDERS = ['1,Oslo,10', '2,Lima,11', '3,Oslo,', '4,Kyoto,12', '5,Lima,13', '6,Oslo,12', '6,Oslo,12', '7,Lima,900'];

/** A column of every type the report knows. */
export function everyType(name: string): DataFile {
  const run = unique();
  return jsonFile(name, [
    { integer: 1, number: 1.5, boolean: true, date: '2026-01-05', code: '007', text: `a ${run}`, nested: [1], mixed: 1, empty: null },
    { integer: 2, number: 2.5, boolean: false, date: '2026-01-06', code: '012', text: 'b', nested: { a: 1 }, mixed: 'x', empty: '' },
    { integer: 3, number: 3.5, boolean: true, date: '2026-01-07', code: '100', text: 'b', nested: [], mixed: 3, empty: ' ' },
    { integer: 4, number: 4.5, boolean: true, date: '2026-01-08', code: '101', text: 'c', nested: [2], mixed: 'y' },
    { integer: 900, number: -700, boolean: true, date: '2026-01-09', code: '102', text: 'd', nested: [3], mixed: 5 },
  ]);
}

/** A CSV file of as many columns and a few rows. */
export function wide(name: string, columns: number): DataFile {
  const numbers = Array.from({ length: columns }, (_, index) => index + 1);
  const head = numbers.map((number) => `column_${number}`).join(',');
  const rows = [1, 2, 3, 4, 5].map((row) => numbers.map((number) => (number === 999 && row > 2 ? '' : number * row)).join(','));
  return textFile(name, `run_${unique()},${head}\n${rows.map((row) => `x,${row}`).join('\n')}\n`);
}

/** A CSV file of about as many bytes. */
export function large(name: string, bytes: number): DataFile {
  const line = 'x,1,2\n';
  return textFile(name, `a,b,c${unique()}\n${line.repeat(Math.ceil(bytes / line.length))}`);
}
