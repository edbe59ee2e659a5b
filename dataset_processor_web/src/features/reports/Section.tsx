import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { PLACES, type PlaceId } from './places';
import classes from './reports.module.css';

interface Props {
  place: PlaceId;
  /** Beside the heading: a count. */
  aside?: ReactNode;
  /** On a surface of its own. */
  panel?: boolean;
  children: ReactNode;
}

/** A part of the report with its heading, which can be jumped to. */
export function Section({ place, aside, panel = false, children }: Props) {
  return (
    <Stack component="section" gap="sm" aria-labelledby={place}>
      <Title order={2} size="h3" id={place} tabIndex={-1} className={classes.place}>
        {PLACES[place]}
        {aside !== undefined && <> {aside}</>}
      </Title>
      {panel ? <div className={classes.panel}>{children}</div> : children}
    </Stack>
  );
}
