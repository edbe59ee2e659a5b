import { Group } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { focusHeading } from '@/lib/focusHeading';
import { LinkButton } from './LinkButton';

interface Props {
  nextCursor: string | null;
  /** What is paged through, for those who do not see it: "Datasets". */
  label: string;
}

/** Newer and older pages as links; each is read from its head. The pages passed on the way are remembered by the history entry. */
export function Pager({ nextCursor, label }: Props) {
  const [params] = useSearchParams();
  const trail = readTrail(useLocation().state);
  const cursor = params.get('cursor') ?? '';
  const turned = useRef<string | null>(null);
  useEffect(() => {
    const isTurned = turned.current === cursor;
    turned.current = null;
    if (!isTurned) return;
    window.scrollTo(0, 0);
    focusHeading();
  }, [cursor]);
  if (cursor === '' && nextCursor === null) return null;

  const to = (next: string) => {
    const changed = new URLSearchParams(params);
    if (next === '') changed.delete('cursor');
    else changed.set('cursor', next);
    return { search: changed.toString() };
  };
  const newer = trail.at(-1);
  return (
    <Group component="nav" aria-label={`${label}: pages`} justify="space-between">
      <Group gap="xs">
        {cursor !== '' && (
          <LinkButton variant="default" onClick={() => void (turned.current = '')} to={to('')}>
            Newest
          </LinkButton>
        )}
        {newer !== undefined && newer !== '' && (
          <LinkButton variant="default" onClick={() => void (turned.current = newer)} to={to(newer)} state={{ trail: trail.slice(0, -1) }}>
            Newer
          </LinkButton>
        )}
      </Group>
      {nextCursor !== null && (
        <LinkButton variant="default" onClick={() => void (turned.current = nextCursor)} to={to(nextCursor)} state={{ trail: [...trail, cursor] }}>
          Older
        </LinkButton>
      )}
    </Group>
  );
}

function readTrail(state: unknown): string[] {
  if (typeof state !== 'object' || state === null || !('trail' in state) || !Array.isArray(state.trail)) return [];
  return state.trail.filter((each): each is string => typeof each === 'string');
}
