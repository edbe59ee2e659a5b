/** Frequent values as they are shown. Pure. */
import { otherCount } from './columnFacts';
import type { Column, TopValue } from './report';

/** As the data has it. Among kinds that mix, texts stand in quotes: "1" is not 1. */
export function writeValue({ value, cut }: TopValue, quoted: boolean): string {
  const text = typeof value === 'string' ? (quoted ? JSON.stringify(value).slice(0, -1) : value) : String(value);
  const end = typeof value === 'string' && quoted ? '"' : '';
  return `${text}${cut === true ? '…' : ''}${end}`;
}

/** Values of JSON are quoted where the column holds more than one kind of them. */
export function needsQuotes(column: Column): boolean {
  return column.type === 'mixed' && (column.top_values ?? []).some((top) => typeof top.value !== 'string');
}

export interface Share {
  key: string;
  text: string;
  count: number;
  rest: boolean;
}

/** The most frequent values, at most so many, and all others as one. A single other value is shown itself. */
export function listShares(column: Column, most: number): Share[] {
  const values = column.top_values ?? [];
  const quoted = needsQuotes(column);
  const room = otherCount(column) === 0 && values.length === most + 1 ? most + 1 : most;
  const shares = values.slice(0, room).map((top) => ({
    key: `${typeof top.value} ${String(top.value)}`,
    text: writeValue(top, quoted),
    count: top.count,
    rest: false,
  }));
  const others = otherCount(column) + values.slice(room).reduce((sum, top) => sum + top.count, 0);
  return others > 0 ? [...shares, { key: 'rest', text: 'all others', count: others, rest: true }] : shares;
}
