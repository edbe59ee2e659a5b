import { formatExact, formatRelative } from '@/lib/format';
import { usePreferences } from '@/lib/preferences';
import { useNow } from '@/lib/useNow';
import { Hint } from './Hint';

/** A time as preferred; the other way of saying it, and the zone, on hover and on focus. */
export function When({ time }: { time: string | null }) {
  const { times, zone } = usePreferences();
  const now = useNow(30_000);
  if (time === null) return <span aria-label="not yet">–</span>;
  const moment = new Date(time);
  const exact = formatExact(moment, zone);
  const relative = formatRelative(moment, new Date(Math.max(now, moment.getTime())));
  const [shown, other] = times === 'exact' ? [formatExact(moment, zone, 'utc'), `${relative}, ${exact}`] : [relative, exact];
  return (
    <Hint label={other} onTap>
      {(describedBy) => (
        <time dateTime={time} tabIndex={0} aria-describedby={describedBy} style={{ whiteSpace: 'nowrap' }}>
          {shown}
        </time>
      )}
    </Hint>
  );
}
