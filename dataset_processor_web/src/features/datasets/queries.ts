import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, ApiError, type Schemas, unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import type { DatasetStatus } from '@/components/states';
import { usePolling } from '@/lib/polling';

export type Dataset = Schemas['DatasetPublic'];

export interface DatasetFilters {
  status: DatasetStatus | null;
  nameContains: string;
  uploadedAfter: string | null;
  uploadedBefore: string | null;
  cursor: string | null;
  limit: number;
}

/** A page of datasets. It is asked for again while any is being processed, or any job is live, unless one is ticked. */
export function useDatasetPage(filters: DatasetFilters, anyLive: boolean, isTicked: (id: string) => boolean) {
  const isStill = (page: Schemas['DatasetList'] | undefined) => page?.datasets.some(({ id }) => isTicked(id)) ?? false;
  const polling = usePolling<Schemas['DatasetList']>(
    (page) => anyLive || (page?.datasets.some((dataset) => dataset.status === 'processing') ?? false),
    isStill,
  );
  const query = {
    limit: filters.limit,
    status: filters.status ?? undefined,
    name_contains: filters.nameContains === '' ? undefined : filters.nameContains,
    uploaded_after: filters.uploadedAfter ?? undefined,
    uploaded_before: filters.uploadedBefore ?? undefined,
    cursor: filters.cursor ?? undefined,
  };
  const result = useQuery({
    queryKey: [queryKeys.datasets, 'page', query],
    queryFn: ({ signal }) => unwrap(api.GET('/datasets', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    // Nor when something else, as an upload, makes it old.
    enabled: ({ state }) => !isStill(state.data),
    ...polling,
  });
  const queries = useQueryClient();
  const still = isStill(result.data);
  useEffect(() => {
    // What is on its way would replace the list all the same.
    if (still) void queries.cancelQueries({ queryKey: [queryKeys.datasets, 'page'] });
  }, [still, queries]);
  return result;
}

/** One dataset, asked for again while a worker has it. */
export function useDataset(id: string) {
  const polling = usePolling<Dataset>((dataset) => dataset?.status === 'processing');
  return useQuery({
    queryKey: [queryKeys.datasets, 'one', id],
    queryFn: ({ signal }) => unwrap(api.GET('/datasets/{dataset_id}', { params: { path: { dataset_id: id } }, signal })),
    enabled: id !== '',
    ...polling,
  });
}

export type NamedDataset = Pick<Dataset, 'id' | 'name'>;

export interface Deletion {
  deleted: NamedDataset[];
  /** Those that a worker has. */
  busy: NamedDataset[];
  /** The last thing that went wrong. */
  error: Error | null;
}

interface DeletionOrder {
  datasets: readonly NamedDataset[];
  isStopped: () => boolean;
}

/** One that is gone already is what was wanted. */
async function deleteDataset(id: string): Promise<void> {
  try {
    await unwrap(api.DELETE('/datasets/{dataset_id}', { params: { path: { dataset_id: id } } }));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

/** Deletes for good, one after another. Those at work are kept; any other failure ends it, and the rest is kept too. */
export function useDeleteDatasets() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ datasets, isStopped }: DeletionOrder): Promise<Deletion> => {
      const deletion: Deletion = { deleted: [], busy: [], error: null };
      for (const dataset of datasets) {
        if (isStopped()) break;
        try {
          await deleteDataset(dataset.id);
          deletion.deleted.push(dataset);
        } catch (error) {
          deletion.error = error as Error;
          if (!(error instanceof ApiError && error.status === 409)) break;
          deletion.busy.push(dataset);
        }
      }
      return deletion;
    },
    onSuccess: ({ deleted }) => {
      if (deleted.length === 0) return;
      const gone = new Set<unknown>(deleted.map(({ id }) => id));
      void queries.invalidateQueries({ queryKey: [queryKeys.datasets], predicate: ({ queryKey }) => !gone.has(queryKey[2]) });
      // Their own jobs are gone with them.
      void queries.invalidateQueries({ queryKey: [queryKeys.jobs], predicate: ({ queryKey }) => queryKey[1] !== 'one' });
    },
  });
}
