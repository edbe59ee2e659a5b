import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '@/api/queryKeys';
import { changePreferences, usePreferences } from '@/lib/preferences';

/** Pauses live updates, and says that they are paused. Resuming shows at once what happened meanwhile. */
export function LiveSwitch() {
  const { live } = usePreferences();
  const queries = useQueryClient();
  const toggle = () => {
    changePreferences({ live: !live });
    if (live) return;
    void queries.invalidateQueries({ queryKey: [queryKeys.datasets] });
    void queries.invalidateQueries({ queryKey: [queryKeys.jobs] });
  };
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={live ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
      onClick={toggle}
    >
      {live ? 'Pause updates' : 'Updates are paused: resume'}
    </Button>
  );
}

/** The same where nothing can be paused: there only while updates are. */
export function PausedUpdates() {
  const { live } = usePreferences();
  return live ? null : (
    <div>
      <LiveSwitch />
    </div>
  );
}
