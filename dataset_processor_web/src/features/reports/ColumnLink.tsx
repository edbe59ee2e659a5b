import { Anchor } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { FieldText } from './FieldText';
import { addressOf } from './openColumn';
import classes from './reports.module.css';

interface Props {
  name: string;
  /** Four lines at most. */
  short?: boolean;
}

/** A column's name; leads to its details. */
export function ColumnLink({ name, short = false }: Props) {
  const [params] = useSearchParams();
  return (
    <Anchor
      fw={600}
      className={short ? classes.short : undefined}
      title={short && name.length > 60 ? name : undefined}
      renderRoot={(rest) => <Link {...rest} to={addressOf(params, name)} />}
    >
      <FieldText text={name} />
    </Anchor>
  );
}
