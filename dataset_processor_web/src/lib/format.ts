/** Numbers, sizes and times as people read them. */
import { type Grouping, readPreferences } from './preferences';

const LOCALE = 'en';
const SEPARATORS: Record<Grouping, string> = { comma: ',', space: '\u202f', none: '' };
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const few = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 6 });
const tiny = new Intl.NumberFormat(LOCALE, { notation: 'scientific', maximumSignificantDigits: 5 });
const oneDigit = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' });

export type Zone = 'local' | 'utc';

/** 1234567 → 1,234,567, or as preferred; fractions are cut to six digits in all, large ones to one; extremes have an exponent. */
export function formatNumber(value: number, grouping: Grouping = readPreferences().grouping): string {
  const shown = formatterOf(value).format(value);
  return grouping === 'comma' ? shown : shown.replaceAll(',', SEPARATORS[grouping]);
}

function formatterOf(value: number): Intl.NumberFormat {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return whole;
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return tiny;
  return size >= 1e5 ? oneDigit : few;
}

/** 1 row, 2 rows; what is shown as 1 is one. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  const shown = formatNumber(count);
  return `${shown} ${shown === '1' ? one : many}`;
}

/** Powers of 1000, as disks and browsers count. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? whole.format(value) : oneDigit.format(value)} ${UNITS[unit] ?? 'B'}`;
}

/** Never 0 % for something that is there, never 100 % while something is missing. */
export function formatPercent(part: number, all: number): string {
  if (all <= 0 || part <= 0) return '0%';
  if (part >= all) return '100%';
  const percent = (part / all) * 100;
  if (percent < 0.1) return '<0.1%';
  if (percent > 99.9) return '>99.9%';
  return `${oneDigit.format(percent)}%`;
}

/** 0.4 s, 42 s, 3 min 5 s, 2 h 7 min, 3 d 4 h. */
export function formatDuration(seconds: number): string {
  if (seconds < 0.05) return '0 s';
  if (seconds < 9.95) return `${oneDigit.format(seconds)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return pair(rounded, 60, 'min', 's');
  if (rounded < 86_400) return pair(Math.round(rounded / 60), 60, 'h', 'min');
  return pair(Math.round(rounded / 3600), 24, 'd', 'h');
}

function pair(value: number, base: number, big: string, small: string): string {
  const rest = value % base;
  return `${Math.floor(value / base)} ${big}${rest > 0 ? ` ${rest} ${small}` : ''}`;
}

/** "3 minutes ago", "in 2 hours", "just now". */
export function formatRelative(then: Date, now: Date): string {
  const seconds = (then.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 10) return 'just now';
  if (size < 60) return relative.format(Math.round(seconds), 'second');
  if (size < 3570) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  if (size < 30 * 86_400) return relative.format(Math.round(seconds / 86_400), 'day');
  if (size < 365 * 86_400) return relative.format(Math.round(seconds / (30 * 86_400)), 'month');
  return relative.format(Math.round(seconds / (365 * 86_400)), 'year');
}

/** 2026-01-02 03:04:05 GMT+1; the reader's own zone may go without its name where many times stand together. */
export function formatExact(moment: Date, zone: Zone, named: 'always' | 'utc' = 'always'): string {
  if (zone === 'utc') return `${writeAhead(moment, 0)} UTC`;
  const minutesAhead = -moment.getTimezoneOffset();
  const time = writeAhead(moment, minutesAhead);
  return named === 'utc' ? time : `${time} ${nameOfZone(minutesAhead)}`;
}

function writeAhead(moment: Date, minutes: number): string {
  return new Date(moment.getTime() + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

function nameOfZone(minutesAhead: number): string {
  const size = Math.abs(minutesAhead);
  const minutes = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return `GMT${minutesAhead < 0 ? '-' : '+'}${Math.floor(size / 60)}${minutes}`;
}

/** Seconds between two times of the API; null while one of them has not come. */
export function secondsBetween(start: string | null, end: string | null): number | null {
  if (start === null || end === null) return null;
  return Math.max(0, (Date.parse(end) - Date.parse(start)) / 1000);
}
