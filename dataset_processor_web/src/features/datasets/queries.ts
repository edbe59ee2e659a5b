import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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

/** A page of datasets. It is asked for again while any is being processed, or any job is live. */
export function useDatasetPage(filters: DatasetFilters, anyLive: boolean) {
  const polling = usePolling<Schemas['DatasetList']>(
    (page) => anyLive || (page?.datasets.some((dataset) => dataset.status === 'processing') ?? false),
  );
  const query = {
    limit: filters.limit,
    status: filters.status ?? undefined,
    name_contains: filters.nameContains === '' ? undefined : filters.nameContains,
    uploaded_after: filters.uploadedAfter ?? undefined,
    uploaded_before: filters.uploadedBefore ?? undefined,
    cursor: filters.cursor ?? undefined,
  };
  return useQuery({
    queryKey: [queryKeys.datasets, 'page', query],
    queryFn: ({ signal }) => unwrap(api.GET('/datasets', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    ...polling,
  });
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

/** Deletes for good. One that is gone already is what was wanted. */
export function useDeleteDataset(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      try {
        await unwrap(api.DELETE('/datasets/{dataset_id}', { params: { path: { dataset_id: id } } }));
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: [queryKeys.datasets], predicate: ({ queryKey }) => queryKey[2] !== id });
      // Its own job is gone with it.
      void queries.invalidateQueries({ queryKey: [queryKeys.jobs], predicate: ({ queryKey }) => queryKey[1] !== 'one' });
    },
  });
}
