import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { api, unwrap } from '@/api/client';
import { META, useMeta } from '@/api/meta';
import { queryKeys } from '@/api/queryKeys';
import { isPending } from './queue';
import { UploadRunner } from './runner';
import { recallUnfinished, rememberUnfinished } from './unfinished';
import { uploadFile } from './uploadFile';
import { UploadsContext } from './useUploads';

/** It cannot be cancelled meanwhile. */
const START_WITHIN_MS = 30_000;

async function startProcessing(datasetId: string): Promise<string> {
  const params = { path: { dataset_id: datasetId } };
  const call = api.POST('/datasets/{dataset_id}/process', { params, signal: AbortSignal.timeout(START_WITHIN_MS) });
  return (await unwrap(call)).job_id;
}

/** Keeps the uploads above all routes, so that moving about does not end them; asks before the tab is left. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const meta = useMeta();
  const [runner] = useState(
    () =>
      new UploadRunner(
        {
          send: uploadFile,
          process: startProcessing,
          readLimits: () => queries.query({ ...META, staleTime: 0 }),
          now: () => Date.now(),
          isOnline: () => navigator.onLine,
          onChange: () => {
            void queries.invalidateQueries({ queryKey: [queryKeys.datasets] });
            void queries.invalidateQueries({ queryKey: [queryKeys.jobs] });
          },
          remember: rememberUnfinished,
        },
        recallUnfinished(),
      ),
  );
  useEffect(() => runner.learn(meta.data), [runner, meta.data]);
  useEffect(() => {
    window.addEventListener('online', runner.hurry);
    return () => window.removeEventListener('online', runner.hurry);
  }, [runner]);
  const { items } = useSyncExternalStore(runner.subscribe, runner.getState);
  useAskBeforeLeaving(items.some(isPending));
  return <UploadsContext value={runner}>{children}</UploadsContext>;
}

function useAskBeforeLeaving(ask: boolean): void {
  useEffect(() => {
    if (!ask) return;
    const prevent = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', prevent);
    return () => window.removeEventListener('beforeunload', prevent);
  }, [ask]);
}
