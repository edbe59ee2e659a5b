import { IconUpload } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import classes from './FileDrop.module.css';
import { readDrop } from './readDrop';
import { usePageDrop } from './usePageDrop';
import { useUploads } from './useUploads';

/** The whole page takes files, dropped or pasted, whatever screen is shown. */
export function FileDrop() {
  const runner = useUploads();
  const navigate = useNavigate();
  const take = useCallback(
    (transfer: DataTransfer | null) => {
      const { files, folders } = readDrop(transfer);
      if (files.length + folders.length === 0) return;
      runner.add(files, folders);
      void navigate('/upload');
    },
    [runner, navigate],
  );
  const over = usePageDrop(take);

  if (!over) return null;
  return (
    <div className={classes.overlay} aria-hidden>
      <div className={classes.frame}>
        <IconUpload size={40} />
        Drop to upload
      </div>
    </div>
  );
}
