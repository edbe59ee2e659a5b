import { Anchor, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { API_URL, type Schemas } from '@/api/client';
import { useMeta } from '@/api/meta';
import { Bytes } from '@/components/Bytes';
import { LoadingRows } from '@/components/LoadingRows';
import { QueryBoundary } from '@/components/QueryBoundary';
import { formatNumber } from '@/lib/format';
import { useHealth } from './queries';

const PARTS: Record<keyof Schemas['Checks'], string> = { postgres: 'Database', rabbitmq: 'Queue', storage: 'Storage' };

/** Whether the service and everything it needs can be reached. */
export function Health() {
  const query = useHealth();
  return (
    <QueryBoundary query={query} what="the service's health" skeleton={<LoadingRows rows={4} height={24} />}>
      {(checks) => (
        <Stack gap="xs" align="flex-start">
          {!query.isError && <Verdict name="API" well />}
          {(Object.keys(PARTS) as (keyof Schemas['Checks'])[]).map((part) => (
            <Verdict key={part} name={PARTS[part]} well={checks[part] === 'ok'} />
          ))}
          <Button
            size="xs"
            variant="default"
            mt="xs"
            leftSection={<IconRefresh size={16} />}
            onClick={() => void query.refetch()}
            loading={query.isFetching}
          >
            Check again
          </Button>
        </Stack>
      )}
    </QueryBoundary>
  );
}

function Verdict({ name, well }: { name: string; well: boolean }) {
  const Icon = well ? IconCircleCheck : IconCircleX;
  return (
    <Group gap="xs">
      <Icon size={20} aria-hidden color={well ? 'var(--mantine-color-teal-7)' : 'var(--mantine-color-error)'} />
      <Text size="sm">
        {name}: {well ? 'reachable' : 'cannot be reached'}
      </Text>
    </Group>
  );
}

/** Version and limits, as the server tells them. */
export function About() {
  const query = useMeta();
  return (
    <QueryBoundary query={query} what="the service's limits" skeleton={<LoadingRows rows={6} height={24} />}>
      {({ version, accepted_types, limits }) => (
        <Stack gap="md">
          <Table variant="vertical" layout="fixed" aria-label="Limits">
            <Table.Tbody>
              <Line name="Service version" value={version} />
              <Line name="Page version" value={__VERSION__} />
              <Line name="Accepted types" value={accepted_types.join(', ')} />
              <Line name="Largest file" value={<Bytes value={limits.max_upload_bytes} />} />
              <Line name="Most rows" value={formatNumber(limits.max_rows)} />
              <Line name="Most columns" value={formatNumber(limits.max_fields)} />
              <Line name="Largest value" value={<Bytes value={limits.max_field_bytes} />} />
              <Line name="Deepest nesting (JSON)" value={formatNumber(limits.max_nesting_depth)} />
            </Table.Tbody>
          </Table>
          <Anchor href={`${API_URL}/docs`} size="sm">
            API documentation
          </Anchor>
        </Stack>
      )}
    </QueryBoundary>
  );
}

function Line({ name, value }: { name: string; value: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th w={150}>{name}</Table.Th>
      <Table.Td>{value}</Table.Td>
    </Table.Tr>
  );
}
