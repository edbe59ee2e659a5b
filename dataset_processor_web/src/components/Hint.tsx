import { Tooltip } from '@mantine/core';
import { type FocusEvent, type KeyboardEvent, type PointerEvent, type ReactNode, type SyntheticEvent, useId, useState } from 'react';

interface Props {
  label: string;
  /** One element; what it is described by while the hint is there. */
  children: (describedBy: string | undefined) => ReactNode;
}

/** Says more of what it stands by, on hover, on a tap and on focus. Made when it is first wanted, since lists have hundreds. */
export function Hint({ label, children }: Props) {
  const id = useId();
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const [opened, setOpened] = useState(false);
  const open = ({ currentTarget }: SyntheticEvent<HTMLElement>) => {
    setTarget(currentTarget.firstElementChild as HTMLElement);
    setOpened(true);
  };
  const close = () => setOpened(false);
  const focus = (event: FocusEvent<HTMLElement>) => {
    if (event.target.matches(':focus-visible')) open(event);
  };
  const leave = ({ pointerType }: PointerEvent) => {
    // A finger that is lifted has not gone elsewhere.
    if (pointerType !== 'touch') close();
  };
  const press = ({ key }: KeyboardEvent) => {
    if (key === 'Escape') close();
  };
  return (
    <span style={{ display: 'contents' }} onPointerEnter={open} onPointerLeave={leave} onFocus={focus} onBlur={close} onKeyDown={press}>
      {children(opened ? id : undefined)}
      {target !== null && <Tooltip target={target} label={<span id={id}>{label}</span>} opened={opened} />}
    </span>
  );
}
