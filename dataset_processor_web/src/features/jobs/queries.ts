import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schemas, unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { isLive, type JobState } from '@/components/states';
import { usePolling } from '@/lib/polling';

export type Job = Schemas['JobPublic'];

export interface JobFilters {
  state: JobState | null;
  datasetId: string | null;
  cursor: string | null;
  limit: number;
}

/** One job, asked for again and again until it has ended. */
export function useJob(id: string | null) {
  const polling = usePolling<Job>((job) => job !== undefined && isLive(job.state));
  return useQuery({
    queryKey: [queryKeys.jobs, 'one', id],
    queryFn: ({ signal }) => unwrap(api.GET('/jobs/{job_id}', { params: { path: { job_id: id ?? '' } }, signal })),
    enabled: id !== null,
    ...polling,
  });
}

/** A page of jobs. It is asked for again while any of them, or any other job, is live. */
export function useJobPage({ state, datasetId, cursor, limit }: JobFilters, anyLive: boolean) {
  const polling = usePolling<Schemas['JobList']>((page) => anyLive || (page?.jobs.some((job) => isLive(job.state)) ?? false));
  const query = { limit, state: state ?? undefined, dataset_id: datasetId ?? undefined, cursor: cursor ?? undefined };
  return useQuery({
    queryKey: [queryKeys.jobs, 'page', query],
    queryFn: ({ signal }) => unwrap(api.GET('/jobs', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    ...polling,
  });
}

export function countLive(counts: Schemas['JobCounts'] | undefined): number {
  return counts === undefined ? 0 : counts.queued + counts.started + counts.retrying;
}

/** Jobs by state; tells the lists whether anything is live. */
export function useJobCounts(datasetId: string | null = null) {
  const polling = usePolling<Schemas['JobCounts']>((counts) => countLive(counts) > 0);
  const query = { dataset_id: datasetId ?? undefined };
  return useQuery({
    queryKey: [queryKeys.jobs, 'counts', query],
    queryFn: ({ signal }) => unwrap(api.GET('/jobs/counts', { params: { query }, signal })),
    ...polling,
  });
}

/** Has a dataset processed (again). */
export function useStartJob(datasetId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST('/datasets/{dataset_id}/process', { params: { path: { dataset_id: datasetId } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [queryKeys.datasets] });
      await queries.invalidateQueries({ queryKey: [queryKeys.jobs] });
    },
  });
}
