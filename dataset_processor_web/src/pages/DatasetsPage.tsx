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
import { isFiltered, NO_FILTERS, toFilters } from '@/features/datasets/filters';
import { type NamedDataset, useDatasetPage } from '@/features/datasets/queries';
import { useSelection } from '@/features/datasets/useSelection';
import { countLive, useJobCounts } from '@/features/jobs/queries';
import { FirstUpload } from '@/features/uploads/FirstUpload';
import { formatCount } from '@/lib/format';
import { useWhenSettled } from '@/lib/polling';
import { usePreferences } from '@/lib/preferences';
import { useUrlState } from '@/lib/urlState';

/** All datasets, the newest first. */
export default function DatasetsPage() {
  const { zone, pageSize } = usePreferences();
  const [values, change] = useUrlState(NO_FILTERS);
  const anyLive = countLive(useJobCounts().data) > 0;
  const selection = useSelection(JSON.stringify(values));
  const query = useDatasetPage(toFilters(values, zone, pageSize), anyLive, selection.has);
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

  const filtered = isFiltered(values) || values.cursor !== '';
  const firstRun = data?.datasets.length === 0 && !query.isPlaceholderData && !filtered;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <PageTitle title="Datasets" />
        <LinkButton to="/upload" leftSection={<IconUpload size={18} />}>
          Upload
        </LinkButton>
      </Group>
      {!firstRun && <DatasetFilterBar values={values} onChange={change} />}
      <VisuallyHidden role="status"><span key={said.times}>{said.text}</span></VisuallyHidden>
      <QueryBoundary query={query} what="the datasets" skeleton={<LoadingRows rows={8} height={52} />}>
        {({ datasets }) => (
          <>
            {firstRun && <FirstUpload />}
            {datasets.length === 0 && filtered && (
              <EmptyState
                title="No dataset matches"
                action={<LinkButton to={{ search: '' }}>Show all datasets</LinkButton>}
              >
                {describe(values)}
              </EmptyState>
            )}
            {datasets.length > 0 && <DatasetTable datasets={datasets} selection={selection} onDeleted={afterDeleting} />}
          </>
        )}
      </QueryBoundary>
      <Pager nextCursor={data?.next_cursor ?? null} label="Datasets" />
    </Stack>
  );
}

/** The filters in words. */
function describe({ status, name_contains, uploaded_after, uploaded_before, cursor }: typeof NO_FILTERS): string {
  const parts = [];
  if (name_contains !== '') parts.push(`name contains “${name_contains}”`);
  if (status !== '') parts.push(`state is ${status}`);
  if (uploaded_after !== '') parts.push(`uploaded from ${uploaded_after}`);
  if (uploaded_before !== '') parts.push(`uploaded until ${uploaded_before}`);
  if (cursor !== '') parts.push('older than the page before');
  return `Looked for: ${parts.join(', ')}.`;
}
