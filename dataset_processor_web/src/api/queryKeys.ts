/** The first part of every query's key: whatever changes data says which of these are old. */
export const queryKeys = {
  datasets: 'datasets',
  jobs: 'jobs',
  reports: 'reports',
  meta: 'meta',
  health: 'health',
} as const;
