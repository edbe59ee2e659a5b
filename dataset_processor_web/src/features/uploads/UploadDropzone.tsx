import { FileButton, UnstyledButton } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { useMeta } from '@/api/meta';
import { formatBytes } from '@/lib/format';
import { ACCEPTED } from './failures';
import classes from './UploadDropzone.module.css';
import { useUploads } from './useUploads';

interface Props {
  onChosen?: () => void;
}

/** Where files are dropped or chosen: one large button, so that click, tap, Enter and Space all open the picker. */
export function UploadDropzone({ onChosen }: Props) {
  const runner = useUploads();
  const limit = useMeta().data?.limits.max_upload_bytes;
  const forget = useRef<() => void>(null);
  const choose = (files: File[]) => {
    // Else the browser would not tell of the same file, corrected meanwhile.
    forget.current?.();
    if (files.length === 0) return;
    runner.add(files);
    onChosen?.();
  };
  return (
    <FileButton onChange={choose} resetRef={forget} accept={ACCEPTED} multiple inputProps={{ 'aria-label': 'Files to upload' }}>
      {(props) => (
        <UnstyledButton {...props} className={classes.zone}>
          <IconFileUpload size={40} aria-hidden />
          <span className={classes.lead}>Drop CSV or JSON files anywhere on this page</span>
          <span className={classes.hint}>
            or paste them{limit === undefined ? '' : ` · up to ${formatBytes(limit)} each`}
          </span>
          <span className={classes.button}>Choose files</span>
        </UnstyledButton>
      )}
    </FileButton>
  );
}
