import { Progress, VisuallyHidden } from '@mantine/core';
import { Link } from 'react-router';
import { formatCount } from '@/lib/format';
import { isInterrupted } from './queue';
import { sumUp, type Total } from './total';
import classes from './UploadTray.module.css';
import { useUploadState } from './useUploads';

/** In the header while files are on their way: how many, how far, and a way back to them. Says aloud what becomes of them. */
export function UploadTray() {
  const { items, announcements } = useUploadState();
  const total = sumUp(items);
  const interrupted = items.filter(isInterrupted).length;
  return (
    <>
      <VisuallyHidden role="log" aria-label="Uploads">
        {announcements.map(({ id, text }) => (
          <span key={id}>{text} </span>
        ))}
      </VisuallyHidden>
      {total !== null && <Tray total={total} />}
      {total === null && interrupted > 0 && <Interrupted count={interrupted} />}
    </>
  );
}

function Interrupted({ count }: { count: number }) {
  return (
    <Link to="/upload" className={classes.tray}>
      <span className={classes.text}>{formatCount(count, 'upload')} interrupted</span>
    </Link>
  );
}

function Tray({ total }: { total: Total }) {
  return (
    <Link to="/upload" className={classes.tray} aria-label={`${formatCount(total.files, 'upload')}, ${total.percent}% sent`}>
      <span className={classes.text}>
        {formatCount(total.files, 'upload')} · {total.percent}%
      </span>
      <Progress value={total.percent} size="sm" maw={96} aria-hidden />
    </Link>
  );
}
