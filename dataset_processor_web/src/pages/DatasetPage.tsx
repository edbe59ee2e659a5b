import { Button, Paper, Stack } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
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
import { explainFailure } from '@/features/jobs/failures';
import { type Failure, FailureNotice } from '@/features/jobs/FailureNotice';
import { JobProgress } from '@/features/jobs/JobProgress';
import { type Job, useJob, useStartJob } from '@/features/jobs/queries';
import { DownloadMenu } from '@/features/reports/DownloadMenu';
import { useLastingError } from '@/lib/lastingError';

const ReportView = lazy(async () => ({ default: (await import('@/features/reports/ReportView')).ReportView }));

/** One dataset: on its way, failed, or with its report. */
export default function DatasetPage() {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const query = useDataset(id);
  const jobQuery = useJob(query.data?.latest_job_id ?? null);
  const job = jobQuery.data;
  const jobError = useLastingError(jobQuery);
  useKeepUp(query.data, job, query.refetch);
  const live = job !== undefined && isLive(job.state);
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

/** A job may have ended after its dataset was asked for; then the dataset is asked for again. */
function useKeepUp(dataset: Dataset | undefined, job: Job | undefined, refetch: () => unknown): void {
  const status = dataset?.status;
  const behind =
    (job?.state === 'success' && status !== 'done') ||
    (job?.state === 'failure' && status === 'processing') ||
    (job?.state === 'started' && status !== 'processing');
  useEffect(() => {
    if (behind) refetch();
  }, [behind, refetch, job?.id, job?.state]);
}

function Outcome({ dataset, job, failed }: { dataset: Dataset; job: Job | undefined; failed: boolean }) {
  if (dataset.report_available) {
    return (
      <Suspense fallback={<LoadingRows rows={4} height={72} />}>
        <ReportView datasetId={dataset.id} />
      </Suspense>
    );
  }
  if (dataset.status === 'failed') return <Failed datasetId={dataset.id} failure={dataset} />;
  if (job?.state === 'failure') return <Failed datasetId={dataset.id} failure={job} />;
  if (dataset.latest_job_id === null) return <Unprocessed datasetId={dataset.id} />;
  return failed ? null : <LoadingRows rows={2} height={72} />;
}

function Failed({ datasetId, failure }: { datasetId: string; failure: Failure }) {
  const start = useStartJob(datasetId);
  const { content } = explainFailure(failure.error_code);
  const actions = (
    <>
      {content && <LinkButton to="/upload">Upload a corrected file</LinkButton>}
      <Button variant={content ? 'default' : 'filled'} onClick={() => start.mutate()} loading={start.isPending}>
        Process again
      </Button>
    </>
  );
  return (
    <>
      <FailureNotice failure={failure} actions={actions} />
      {start.error !== null && <ErrorAlert title="Could not start it" error={start.error} />}
    </>
  );
}

function Unprocessed({ datasetId }: { datasetId: string }) {
  const start = useStartJob(datasetId);
  const action = (
    <Button onClick={() => start.mutate()} loading={start.isPending}>
      Process it
    </Button>
  );
  return (
    <>
      <EmptyState title="Not processed yet" action={action}>
        The file is stored; nobody has asked for its report.
      </EmptyState>
      {start.error !== null && <ErrorAlert title="Could not start it" error={start.error} />}
    </>
  );
}
