import { Button, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useCopy } from '@/lib/useCopy';

interface Props {
  /** What is copied, as it is called in "Copy the link". */
  what: string;
  /** Asked when the button is pressed: an address changes while the page is open. */
  read: () => string;
}

/** Copies, and says so or that it could not. */
export function CopyButton({ what, read }: Props) {
  const { copy, done, failed } = useCopy();
  const outcome = failed ? 'Could not copy' : done ? 'Copied' : null;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        onClick={() => copy(read())}
        leftSection={done ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      >
        {outcome ?? 'Copy'} the {what}
      </Button>
      <VisuallyHidden role="status">{outcome !== null && `${outcome} the ${what}`}</VisuallyHidden>
    </>
  );
}
