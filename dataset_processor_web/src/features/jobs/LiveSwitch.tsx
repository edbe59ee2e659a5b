import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { changePreferences, usePreferences } from '@/lib/preferences';

/** Pauses live updates, and says that they are paused. */
export function LiveSwitch() {
  const { live } = usePreferences();
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={live ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
      onClick={() => changePreferences({ live: !live })}
    >
      {live ? 'Pause updates' : 'Updates are paused: resume'}
    </Button>
  );
}
