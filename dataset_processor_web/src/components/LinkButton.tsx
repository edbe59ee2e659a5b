import { Button, type ButtonProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, type To } from 'react-router';

interface Props extends ButtonProps {
  to: To;
  state?: unknown;
  onClick?: () => void;
  children: ReactNode;
}

/** A link within the page that looks like a button. */
export function LinkButton({ to, state, onClick, children, ...look }: Props) {
  return (
    <Button {...look} renderRoot={(rest) => <Link {...rest} to={to} state={state} onClick={onClick} />}>
      {children}
    </Button>
  );
}
