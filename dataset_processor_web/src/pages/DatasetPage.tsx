import { Button, Paper, Stack } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useCallback, useEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import { EmptyState } from '@/components/EmptyState';
import { ErrorAlert } from '@/components/ErrorAlert';
import { LinkButton } from '@/components/LinkButton';
import { LoadingRows } from '@/components/LoadingRows';
import { PageTitle } from '@/components/PageTitle';
import { NotFound, QueryBoundary } from '@/components/QueryBoundary';
import { isLive } from '@/components/states';
import { DatasetHeader } from '@/features/datasets/DatasetHeader';
import { type Dataset, useDataset } from '@/features/datasets/queries';
import { FailedJob } from '@/features/jobs/FailedJob';
import { JobProgress } from '@/features/jobs/JobProgress';
import { type Job, useJob, useStartJob } from '@/features/jobs/queries';
import { DownloadMenu } from '@/features/reports/DownloadMenu';
import { useLastingError } from '@/lib/lastingError';
import { useWhenSettled } from '@/lib/polling';

const ReportView = lazy(async () => ({ default: (await import('@/features/reports/ReportView')).ReportView }));

/** One dataset: on its way, failed, or with its report. */
export default function DatasetPage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const query = useDataset(id);
  const jobQuery = useJob(query.data?.latest_job_id ?? null);
  const job = jobQuery.data;
  const jobError = useLastingError(jobQuery);
  const live = job !== undefined && isLive(job.state);
  useKeepUp(query.data, job, query.refetch);
  return (
    <Stack gap="lg">
      <PageTitle title={query.data?.name ?? 'Dataset'} prefix={live ? `${job.progress}%` : undefined} />
      <QueryBoundary
        query={query}
        what="the dataset"
        skeleton={<LoadingRows rows={4} height={72} />}
        notFound={<NotFound what="dataset" action={<LinkButton to="/">All datasets</LinkButton>} />}
      >
        {(dataset) => (
          <>
            <DatasetHeader
              dataset={dataset}
              live={live ? job.state : undefined}
              onDeleted={() => void navigate('/')}
              actions={dataset.report_available && <DownloadMenu datasetId={dataset.id} />}
            />
            {live ? (
              <Paper withBorder p="md">
                <JobProgress job={job} answeredAt={jobQuery.dataUpdatedAt} sizeBytes={dataset.size_bytes} />
              </Paper>
            ) : (
              <Outcome dataset={dataset} job={job} failed={jobError !== null} />
            )}
            {jobError !== null && (
              <ErrorAlert
                title="Could not load its job"
                error={jobError}
                onRetry={() => void jobQuery.refetch()}
                retrying={jobQuery.isFetching}
              />
            )}
          </>
        )}
      </QueryBoundary>
    </Stack>
  );
}

/** A job may have ended after its dataset was asked for, or end as the one before; then the dataset is asked for again. */
function useKeepUp(dataset: Dataset | undefined, job: Job | undefined, refetch: () => unknown): void {
  const status = dataset?.status;
  const behind =
    (job?.state === 'success' && status !== 'done') ||
    (job?.state === 'failure' && status === 'processing') ||
    (job?.state === 'started' && status !== 'processing');
  useEffect(() => {
    if (behind) refetch();
  }, [behind, refetch, job?.id, job?.state]);
  useWhenSettled(job !== undefined && isLive(job.state), useCallback(() => void refetch(), [refetch]));
}

function Outcome({ dataset, job, failed }: { dataset: Dataset; job: Job | undefined; failed: boolean }) {
  const { id, status } = dataset;
  if (dataset.report_available) {
    return (
      <Suspense fallback={<LoadingRows rows={4} height={72} />}>
        <ReportView datasetId={id} />
      </Suspense>
    );
  }
  // The job first: one that never reached a worker leaves the dataset as it was.
  if (job?.state === 'failure') return <FailedJob datasetId={id} failure={job} />;
  if (status === 'failed') return <FailedJob datasetId={id} failure={dataset} />;
  const jobless = dataset.latest_job_id === null;
  if (status === 'done' && (jobless || job !== undefined)) {
    return (
      <NoReport datasetId={id} title="The report is missing" label="Process again">
        Processing ended well, but its report is not there. Process it again; if it goes on, tell the operator.
      </NoReport>
    );
  }
  if (jobless) {
    return (
      <NoReport datasetId={id} title="Not processed yet" label="Process it">
        The file is stored; nobody has asked for its report.
      </NoReport>
    );
  }
  return failed ? null : <LoadingRows rows={2} height={72} />;
}

function NoReport({ datasetId, title, label, children }: { datasetId: string; title: string; label: string; children: ReactNode }) {
  const start = useStartJob(datasetId);
  const action = (
    <Button onClick={() => start.mutate()} loading={start.isPending}>
      {label}
    </Button>
  );
  return (
    <>
      <EmptyState title={title} action={action}>
        {children}
      </EmptyState>
      {start.error !== null && <ErrorAlert title="Could not start it" error={start.error} />}
    </>
  );
}
