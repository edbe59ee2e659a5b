import { Fragment } from 'react';
import { splitHidden } from './hiddenText';
import classes from './reports.module.css';

interface Props {
  text: string;
  /** Said in place of an empty text. */
  empty?: string;
}

/** A name or value of the data, as text whatever it holds: its own direction, and hidden characters made visible. */
export function FieldText({ text, empty = '(no name)' }: Props) {
  if (text === '') return <em>{empty}</em>;
  return (
    <bdi className={classes.text}>
      {splitHidden(text).map((piece, index) =>
        piece.hidden === null ? (
          <Fragment key={index}>{piece.text}</Fragment>
        ) : (
          <span key={index} className={classes.mark} role="img" aria-label={piece.hidden} title={piece.hidden}>
            {piece.text}
          </span>
        ),
      )}
    </bdi>
  );
}
