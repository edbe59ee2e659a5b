import { Button } from '@mantine/core';
import { ErrorAlert } from '@/components/ErrorAlert';
import { LinkButton } from '@/components/LinkButton';
import { explainFailure } from './failures';
import { type Failure, FailureNotice } from './FailureNotice';
import { useStartJob } from './queries';

interface Props {
  datasetId: string;
  failure: Failure;
  onStarted?: (jobId: string) => void;
}

/** Why processing failed, and the ways on from there. */
export function FailedJob({ datasetId, failure, onStarted }: Props) {
  const start = useStartJob(datasetId);
  const { content } = explainFailure(failure.error_code);
  const again = () => start.mutate(undefined, { onSuccess: ({ job_id }) => onStarted?.(job_id) });
  const actions = (
    <>
      {content && <LinkButton to="/upload">Upload a corrected file</LinkButton>}
      <Button variant={content ? 'default' : 'filled'} onClick={again} loading={start.isPending}>
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
