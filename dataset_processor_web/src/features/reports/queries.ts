import { queryOptions, useQuery } from '@tanstack/react-query';
import { API_URL, api, unwrap } from '@/api/client';
import { queryKeys } from '@/api/queryKeys';
import { readReport } from './report';

/** A report never changes, so it is read once. */
export function reportQuery(datasetId: string) {
  return queryOptions({
    queryKey: [queryKeys.reports, datasetId],
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const path = { dataset_id: datasetId };
      return readReport(await unwrap(api.GET('/datasets/{dataset_id}/report', { params: { path }, signal })));
    },
  });
}

export function useReport(datasetId: string) {
  return useQuery(reportQuery(datasetId));
}

/** Where the report's JSON can be had. */
export function reportUrl(datasetId: string): string {
  return `${API_URL}/datasets/${encodeURIComponent(datasetId)}/report`;
}
