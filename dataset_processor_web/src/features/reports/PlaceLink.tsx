import type { MouseEvent, ReactNode } from 'react';
import { type PlaceId, jumpTo } from './places';
import classes from './reports.module.css';

interface Props {
  place: PlaceId;
  className?: string | undefined;
  title?: string | undefined;
  onFollow?: () => void;
  children: ReactNode;
}

/** A link to a part of the report on this page; the address keeps what is open and filtered. */
export function PlaceLink({ place, className, title, onFollow, children }: Props) {
  const follow = (event: MouseEvent) => {
    event.preventDefault();
    onFollow?.();
    jumpTo(place);
  };
  return (
    <a href={`#${place}`} className={className ?? classes.link} title={title} onClick={follow}>
      {children}
    </a>
  );
}
