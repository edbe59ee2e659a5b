import { Timeline, Text } from '@mantine/core';
import { IconCheck, IconClock, IconPlayerPlay, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { isLive } from '@/components/states';
import { When } from '@/components/When';
import { formatCount, formatDuration, secondsBetween } from '@/lib/format';
import type { Job } from './queries';
import { SoFar } from './SoFar';

/** From the queue to the end, with how long each part took. */
export function JobTimeline({ job }: { job: Job }) {
  const { state, queued_at, started_at, finished_at, attempt } = job;
  const active = finished_at !== null ? 2 : started_at !== null ? 1 : 0;
  const failed = state === 'failure';
  return (
    <Timeline active={active} bulletSize={28} lineWidth={2} color={failed ? 'red' : undefined}>
      <Timeline.Item bullet={<IconClock size={16} />} title="Queued">
        <Text size="sm">
          <When time={queued_at} />
        </Text>
        <Span from={queued_at} to={started_at ?? finished_at} live={isLive(state)} verb="Waited" />
      </Timeline.Item>
      <Timeline.Item bullet={<IconPlayerPlay size={16} />} title="Started" lineVariant={finished_at === null ? 'dashed' : 'solid'}>
        {started_at === null ? (
          <Missing>{finished_at === null ? 'Not yet' : 'Never'}</Missing>
        ) : (
          <>
            <Text size="sm">
              <When time={started_at} />
              {attempt > 1 && ` · ${formatCount(attempt, 'attempt')}`}
            </Text>
            <Span from={started_at} to={finished_at} live={isLive(state)} verb="Ran" />
          </>
        )}
      </Timeline.Item>
      <Timeline.Item bullet={failed ? <IconX size={16} /> : <IconCheck size={16} />} title={failed ? 'Failed' : 'Finished'}>
        {finished_at === null ? (
          <Missing>Not yet</Missing>
        ) : (
          <Text size="sm">
            <When time={finished_at} />
          </Text>
        )}
      </Timeline.Item>
    </Timeline>
  );
}

function Missing({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}

function Span({ from, to, live, verb }: { from: string; to: string | null; live: boolean; verb: string }) {
  const seconds = secondsBetween(from, to);
  if (seconds === null && !live) return null;
  return (
    <Text size="sm" c="dimmed">
      {seconds === null ? (
        <>
          <SoFar since={from} /> so far
        </>
      ) : (
        `${verb} ${formatDuration(seconds)}`
      )}
    </Text>
  );
}
