import { Group, Stack, VisuallyHidden } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { EmptyState } from '@/components/EmptyState';
import { LinkButton } from '@/components/LinkButton';
import { LoadingRows } from '@/components/LoadingRows';
import { Pager } from '@/components/Pager';
import { PageTitle } from '@/components/PageTitle';
import { QueryBoundary } from '@/components/QueryBoundary';
import { DatasetFilterBar } from '@/features/datasets/DatasetFilterBar';
import { DatasetTable } from '@/features/datasets/DatasetTable';
import { describeFilters, NO_FILTERS, toFilters } from '@/features/datasets/filters';
import { type NamedDataset, useDatasetPage } from '@/features/datasets/queries';
import { useSelection } from '@/features/datasets/useSelection';
import { PausedUpdates } from '@/features/jobs/LiveSwitch';
import { countLive, useJobCounts } from '@/features/jobs/queries';
import { FirstUpload } from '@/features/uploads/FirstUpload';
import { formatCount } from '@/lib/format';
import { useWhenSettled } from '@/lib/polling';
import { usePreferences } from '@/lib/preferences';
import { useUrlState } from '@/lib/urlState';
import { Answer } from './Answer';

/** All datasets, the newest first. */
export default function DatasetsPage() {
  const { zone, pageSize } = usePreferences();
  const [values, change] = useUrlState(NO_FILTERS);
  const filters = toFilters(values, zone, pageSize);
  const anyLive = countLive(useJobCounts().data) > 0;
  const selection = useSelection(JSON.stringify(values));
  const query = useDatasetPage(filters, anyLive, selection.has);
  const { refetch, data } = query;
  const selecting = data?.datasets.some(({ id }) => selection.has(id)) ?? false;
  useWhenSettled(anyLive || selecting, useCallback(() => void refetch(), [refetch]));
  const [said, say] = useState({ text: '', times: 0 });
  const afterDeleting = (deleted: readonly NamedDataset[]) => {
    const text = deleted.length === 1 ? `${deleted[0]?.name} is deleted` : `${formatCount(deleted.length, 'dataset')} deleted`;
    say(({ times }) => ({ text, times: times + 1 }));
    selection.remove(deleted.map(({ id }) => id));
    void refetch();
  };

  const lookedFor = describeFilters(values, filters);
  const firstRun = data?.datasets.length === 0 && !query.isPlaceholderData && lookedFor.length === 0;
  return (
    <Stack gap="lg">
      <Head />
      {!firstRun && <DatasetFilterBar values={values} onChange={change} />}
      <VisuallyHidden role="status"><span key={said.times}>{said.text}</span></VisuallyHidden>
      <QueryBoundary query={query} what="the datasets" skeleton={<LoadingRows rows={8} height={52} />}>
        {({ datasets }) => (
          <Answer old={query.isPlaceholderData}>
            {firstRun && <FirstUpload />}
            {datasets.length === 0 && lookedFor.length > 0 && (
              <EmptyState
                title="No dataset matches"
                action={<LinkButton to={{ search: '' }}>Show all datasets</LinkButton>}
              >
                Looked for: {lookedFor.join(', ')}.
              </EmptyState>
            )}
            {datasets.length > 0 && <DatasetTable datasets={datasets} selection={selection} onDeleted={afterDeleting} />}
          </Answer>
        )}
      </QueryBoundary>
      <Pager nextCursor={data?.next_cursor ?? null} label="Datasets" />
    </Stack>
  );
}

function Head() {
  return (
    <Group justify="space-between">
      <PageTitle title="Datasets" />
      <Group gap="sm">
        <PausedUpdates />
        <LinkButton to="/upload" leftSection={<IconUpload size={18} />}>
          Upload
        </LinkButton>
      </Group>
    </Group>
  );
}
