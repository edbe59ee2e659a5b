import { Tooltip } from '@mantine/core';
import { type FocusEvent, type MouseEvent, type PointerEvent, type ReactNode, type SyntheticEvent, useEffect, useId, useRef, useState } from 'react';

interface Props {
  label: string;
  /** One element; what it is described by while the hint is there. */
  children: (describedBy: string | undefined) => ReactNode;
  /** A tap shows it, where a tap does nothing else. */
  onTap?: boolean;
}

/** Says more of what it stands by, on hover and on focus. Made when it is first wanted, since lists have hundreds. */
export function Hint({ label, children, onTap = false }: Props) {
  const id = useId();
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const [opened, setOpened] = useState(false);
  const finger = useRef(false);
  const open = ({ currentTarget }: SyntheticEvent<HTMLElement>) => {
    setTarget(currentTarget.firstElementChild as HTMLElement);
    setOpened(true);
  };
  const close = () => setOpened(false);
  const enter = (event: PointerEvent<HTMLElement>) => {
    // A finger passes over everything when it scrolls.
    finger.current = event.pointerType === 'touch';
    if (!finger.current) open(event);
  };
  const focus = (event: FocusEvent<HTMLElement>) => {
    if (event.target.matches(':focus-visible')) open(event);
  };
  const tap = (event: MouseEvent<HTMLElement>) => {
    if (onTap && finger.current) open(event);
  };
  useCloseElsewhere(opened ? target : null, close);
  return (
    <span style={{ display: 'contents' }} onPointerEnter={enter} onPointerLeave={close} onFocus={focus} onBlur={close} onClick={tap}>
      {children(opened ? id : undefined)}
      {target !== null && <Tooltip target={target} label={<span id={id}>{label}</span>} opened={opened} />}
    </span>
  );
}

/** Escape, wherever the focus is, and a press outside. */
function useCloseElsewhere(target: HTMLElement | null, close: () => void): void {
  useEffect(() => {
    if (target === null) return;
    const stop = new AbortController();
    const { signal } = stop;
    const press = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') close();
    };
    const point = (event: Event) => {
      if (!(event.target instanceof Node && target.contains(event.target))) close();
    };
    window.addEventListener('keydown', press, { signal });
    window.addEventListener('pointerdown', point, { signal });
    return () => stop.abort();
  });
}
