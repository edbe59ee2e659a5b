import { formatBytes, formatCount } from '@/lib/format';

/** A size; the exact number of bytes on hover. */
export function Bytes({ value }: { value: number | null }) {
  if (value === null) return <span aria-label="unknown">–</span>;
  return <span title={formatCount(value, 'byte')}>{formatBytes(value)}</span>;
}
