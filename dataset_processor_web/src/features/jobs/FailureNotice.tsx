import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatNumber } from '@/lib/format';
import { describeRow, explainFailure } from './failures';

export interface Failure {
  error: string | null;
  error_code: string | null;
  error_row: number | null;
  error_byte_offset: number | null;
}

/** Why processing failed, where in the file, and what to do. */
export function FailureNotice({ failure, actions }: { failure: Failure; actions?: ReactNode }) {
  const { title, hint } = explainFailure(failure.error_code);
  const places = [];
  if (failure.error_row !== null) places.push(describeRow(failure.error_row));
  if (failure.error_byte_offset !== null) places.push(`byte ${formatNumber(failure.error_byte_offset)}`);
  return (
    <Alert
      variant="default"
      icon={<IconAlertTriangle color="var(--mantine-color-error)" />}
      title={title}
      style={{ borderInlineStart: '4px solid var(--mantine-color-error)' }}
    >
      <Stack gap="xs" align="flex-start">
        {failure.error !== null && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            <bdi>{failure.error}</bdi>
          </Text>
        )}
        {places.length > 0 && (
          <Text size="sm">
            Where: <strong>{places.join(', ')}</strong>
          </Text>
        )}
        <Text size="sm">{hint}</Text>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Stack>
    </Alert>
  );
}
