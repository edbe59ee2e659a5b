import { Buffer } from 'node:buffer';

/** A file of this run alone: the service knows files by their content. */
export function csv(name: string, rows: readonly string[]) {
  const unique = `run-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const lines = rows.map((row, index) => `${row},${index === 0 ? unique : ''}`);
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`id,city,amount,run\n${lines.join('\n')}\n`) };
}

/** 8 rows: one null amount, row 7 is a copy of row 6, 900 is an outlier. */
export const ORDERS = ['1,Oslo,10', '2,Lima,11', '3,Oslo,', '4,Kyoto,12', '5,Lima,13', '6,Oslo,12', '6,Oslo,12', '7,Lima,900'];
