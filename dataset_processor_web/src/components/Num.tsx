import { formatNumber } from '@/lib/format';

/** A number; every digit of it on hover where some are left out. */
export function Num({ value }: { value: number | null }) {
  if (value === null) return <span aria-label="unknown">–</span>;
  const shown = formatNumber(value);
  const exact = String(value);
  const cut = formatNumber(value, 'none') !== exact;
  return (
    <span style={{ fontVariantNumeric: 'tabular-nums' }} title={cut ? exact : undefined}>
      {shown}
    </span>
  );
}
