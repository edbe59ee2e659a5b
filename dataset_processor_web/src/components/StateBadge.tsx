import { Badge } from '@mantine/core';
import { type DatasetStatus, type JobState, STATE_LOOKS } from './states';

/** A state as a word with a coloured dot: the colour never stands alone. */
export function StateBadge({ state }: { state: DatasetStatus | JobState }) {
  const { label, color } = STATE_LOOKS[state];
  return (
    <Badge variant="dot" color={color} tt="none" fw={500} size="lg" style={{ flexShrink: 0, minWidth: 'max-content' }}>
      {label}
    </Badge>
  );
}
