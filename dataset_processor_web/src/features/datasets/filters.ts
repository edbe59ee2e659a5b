import { DATASET_STATUSES, STATE_LOOKS } from '@/components/states';
import type { Zone } from '@/lib/format';
import type { DatasetFilters } from './queries';

/** The filters as the address holds them; days as 2026-01-31. */
export const NO_FILTERS = { status: '', name_contains: '', uploaded_after: '', uploaded_before: '', cursor: '' };
export type FilterValues = typeof NO_FILTERS;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** When a day begins (or, with `days` 1, ends) where the reader is. Null for what is no day. */
export function startOfDay(day: string, zone: Zone, days = 0): string | null {
  if (!DAY.test(day)) return null;
  const moment = new Date(zone === 'utc' ? `${day}T00:00:00Z` : `${day}T00:00:00`);
  if (Number.isNaN(moment.getTime())) return null;
  if (zone === 'utc') moment.setUTCDate(moment.getUTCDate() + days);
  else moment.setDate(moment.getDate() + days);
  return moment.toISOString();
}

/** One millisecond earlier: the API's bounds are exclusive, a day includes its beginning. */
function justBefore(time: string | null): string | null {
  return time === null ? null : new Date(Date.parse(time) - 1).toISOString();
}

/** The address's values as the API wants them; both days are included, nonsense is left out. */
export function toFilters(values: FilterValues, zone: Zone, limit: number): DatasetFilters {
  return {
    status: DATASET_STATUSES.find((status) => status === values.status) ?? null,
    nameContains: values.name_contains,
    uploadedAfter: justBefore(startOfDay(values.uploaded_after, zone)),
    uploadedBefore: startOfDay(values.uploaded_before, zone, 1),
    cursor: values.cursor === '' ? null : values.cursor,
    limit,
  };
}

export function isFiltered({ status, name_contains, uploaded_after, uploaded_before }: FilterValues): boolean {
  return [status, name_contains, uploaded_after, uploaded_before].some((value) => value !== '');
}

/** What is looked for, in words; nothing for what `toFilters` leaves out. */
export function describeFilters(values: FilterValues, { status, nameContains, uploadedAfter, uploadedBefore, cursor }: DatasetFilters): string[] {
  const parts = [];
  if (nameContains !== '') parts.push(`name contains “${nameContains}”`);
  if (status !== null) parts.push(`state is ${STATE_LOOKS[status].label}`);
  if (uploadedAfter !== null) parts.push(`uploaded from ${values.uploaded_after}`);
  if (uploadedBefore !== null) parts.push(`uploaded until ${values.uploaded_before}`);
  if (cursor !== null) parts.push('older than the page before');
  return parts;
}
