import { createContext, useContext, useSyncExternalStore } from 'react';
import type { UploadRunner, UploadState } from './runner';

export const UploadsContext = createContext<UploadRunner | null>(null);

/** The queue of this page, wherever one is. */
export function useUploads(): UploadRunner {
  const runner = useContext(UploadsContext);
  if (runner === null) throw new Error('UploadsProvider is missing above.');
  return runner;
}

export function useUploadState(): UploadState {
  const runner = useUploads();
  return useSyncExternalStore(runner.subscribe, runner.getState);
}
