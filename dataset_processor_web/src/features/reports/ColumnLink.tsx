import { Link, useSearchParams } from 'react-router';
import { FieldText } from './FieldText';
import { addressOf } from './openColumn';
import classes from './reports.module.css';

interface Props {
  name: string;
  /** What to do with hundreds of characters: four lines of them, or the first few. All of them stand in the details. */
  fit: 'lines' | 'start';
}

const FEW = 60;

/** The first characters of a long name. */
function cutName(name: string): string {
  const characters = Array.from(name);
  return characters.length > FEW ? `${characters.slice(0, FEW).join('')}…` : name;
}

/** A column's name; leads to its details. */
export function ColumnLink({ name, fit }: Props) {
  const [params] = useSearchParams();
  return (
    <Link
      to={addressOf(params, name)}
      className={fit === 'lines' ? `${classes.link ?? ''} ${classes.lines ?? ''}` : classes.link}
      title={name.length > FEW ? name : undefined}
    >
      <FieldText text={fit === 'start' ? cutName(name) : name} />
    </Link>
  );
}
