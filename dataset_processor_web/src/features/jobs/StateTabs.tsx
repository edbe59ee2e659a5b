import { Text } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import type { Schemas } from '@/api/client';
import { JOB_STATES, type JobState, STATE_LOOKS } from '@/components/states';
import { formatNumber } from '@/lib/format';
import classes from './StateTabs.module.css';

interface Props {
  current: JobState | null;
  counts: Schemas['JobCounts'] | undefined;
  /** There are no counts, and not because they are on their way. */
  failed: boolean;
}

/** Every state with its count, as links: the address says which is shown. */
export function StateTabs({ current, counts, failed }: Props) {
  const [params] = useSearchParams();
  const search = (state: JobState | null) => {
    const next = new URLSearchParams(params);
    next.delete('cursor');
    if (state === null) next.delete('state');
    else next.set('state', state);
    return { search: next.toString() };
  };
  const uncounted = failed && counts === undefined;
  const all = counts === undefined ? undefined : JOB_STATES.reduce((sum, state) => sum + counts[state], 0);
  const tabs = [
    { state: null, label: 'All', count: all },
    ...JOB_STATES.map((state) => ({ state, label: STATE_LOOKS[state].label, count: counts?.[state] })),
  ];
  return (
    <nav aria-label="Jobs by state" className={classes.tabs}>
      {tabs.map(({ state, label, count }) => (
        <Link
          key={label}
          to={search(state)}
          className={classes.tab}
          aria-current={state === current ? 'page' : undefined}
        >
          {label}
          {!uncounted && <span className={classes.count}>{count === undefined ? '…' : formatNumber(count)}</span>}
        </Link>
      ))}
      {uncounted && (
        <Text size="sm" c="dimmed" style={{ alignSelf: 'center' }}>
          Could not load the counts
        </Text>
      )}
    </nav>
  );
}
