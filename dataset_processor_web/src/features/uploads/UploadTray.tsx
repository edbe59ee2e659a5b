import { Progress } from '@mantine/core';
import { Link } from 'react-router';
import { formatCount } from '@/lib/format';
import { sumUp } from './total';
import classes from './UploadTray.module.css';
import { useUploadState } from './useUploads';

/** In the header while files are on their way: how many, how far, and a way back to them. */
export function UploadTray() {
  const total = sumUp(useUploadState().items);
  if (total === null) return null;
  return (
    <Link to="/upload" className={classes.tray} aria-label={`${formatCount(total.files, 'upload')}, ${total.percent}% sent`}>
      <span className={classes.text}>
        {formatCount(total.files, 'upload')} · {total.percent}%
      </span>
      <Progress value={total.percent} size="sm" w={96} aria-hidden />
    </Link>
  );
}
