"""How an attempt ends. Every transaction locks the job with the attempt's token first; all can be run again."""

import random
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import Session

from dataset_processor.db.models import UNKNOWN_PLACE, AttemptOutcome, Dataset, ErrorPlace, Job, JobState, Report
from dataset_processor.db.queries import leases, outbox
from dataset_processor.db.transactions import run_transaction, transaction_time
from dataset_processor.observability.logging import get_logger
from dataset_processor.outbox.record import doorbell, staged
from dataset_processor.storage.keys import report_key
from dataset_processor.storage.store import StoredObject
from dataset_processor.worker.claim import Claim
from dataset_processor.worker.lease import LeaseLost
from dataset_processor.worker.resources import Resources

log = get_logger(__name__)

MAX_BACKOFF_SECONDS = 600


def succeed(resources: Resources, claim: Claim, report: bytes, row_count: int) -> None:
    """Writes the report object under the row lock, then its row, dataset and job; raises `LeaseLost`.

    The lock is the fence: the key has one writer at a time, and it is the newest attempt.
    """
    bucket = resources.settings.s3_bucket_reports

    def transaction(session: Session) -> None:
        job = _owned(session, claim)
        if job is None:
            if _succeeded_already(session, claim):
                return
            raise LeaseLost
        now = transaction_time(session)
        stored = resources.store.put_bytes(bucket, report_key(claim.dataset_id), report, "application/json")
        session.execute(_save_report(claim, stored, now))
        session.get_one(Dataset, claim.dataset_id).complete(row_count, now)
        job.succeed(row_count, claim.size_bytes, now)
        session.execute(leases.close_attempt(claim.job_id, claim.attempt, AttemptOutcome.SUCCESS, None))

    run_transaction(resources.engine, transaction)
    log.info("job.finished", state=JobState.SUCCESS.value, row_count=row_count)


def fail(resources: Resources, claim: Claim, error: str, code: str, *, place: ErrorPlace = UNKNOWN_PLACE) -> None:
    """No further attempt: the dataset's owner is told why, and where in the file if that is known."""

    def transaction(session: Session) -> bool:
        job = _owned(session, claim)
        if job is None:
            return False
        _fail(session, job, claim, error, code, place=place)
        return True

    if run_transaction(resources.engine, transaction):
        log.info("job.finished", state=JobState.FAILURE.value, error_code=code, error=error)


def retry_or_fail(resources: Resources, claim: Claim, error: str, code: str) -> None:
    """Another attempt after min(600, 5 * 2^n) s, spread by 20 % either way; after the last, failure with the cause."""

    def transaction(session: Session) -> None:
        job = _owned(session, claim)
        if job is None:
            return
        job.failures += 1
        if job.is_exhausted:
            _fail(session, job, claim, error, code)
            log.warning("job.finished", state=JobState.FAILURE.value, error_code=code, error=error)
            return
        seconds = min(MAX_BACKOFF_SECONDS, 5 * 2 ** (job.failures - 1)) * random.uniform(0.8, 1.2)  # noqa: S311
        delay = timedelta(seconds=seconds)
        job.await_retry(transaction_time(session) + delay, error, code)
        session.execute(leases.close_attempt(claim.job_id, claim.attempt, AttemptOutcome.RETRY, error))
        session.flush()
        session.execute(staged(doorbell(job), delay))
        log.warning("job.retrying", failures=job.failures, delay_seconds=round(seconds, 1), error_code=code)

    run_transaction(resources.engine, transaction)


def release(resources: Resources, claim: Claim) -> None:
    """Gives the job back at once, uncounted: the process was asked to stop."""

    def transaction(session: Session) -> bool:
        job = _owned(session, claim)
        if job is None:
            return False
        job.await_retry(transaction_time(session), None, None)
        session.execute(leases.close_attempt(claim.job_id, claim.attempt, AttemptOutcome.RELEASED, None))
        session.flush()
        session.execute(staged(doorbell(job)))
        session.execute(outbox.wake())
        return True

    if run_transaction(resources.engine, transaction):
        log.info("job.released")


def _fail(
    session: Session, job: Job, claim: Claim, error: str, code: str, *, place: ErrorPlace = UNKNOWN_PLACE
) -> None:
    now = transaction_time(session)
    job.fail(error, code, now, place)
    session.get_one(Dataset, claim.dataset_id).fail(error, code, now, place)
    session.execute(leases.close_attempt(claim.job_id, claim.attempt, AttemptOutcome.FAILURE, error))


def _owned(session: Session, claim: Claim) -> Job | None:
    return session.scalar(leases.owned(claim.job_id, claim.attempt))


def _succeeded_already(session: Session, claim: Claim) -> bool:
    """The commit of an earlier run went through although its answer was lost."""
    statement = select(Job.id).where(
        Job.id == claim.job_id, Job.attempt == claim.attempt, Job.state == JobState.SUCCESS
    )
    return session.scalar(statement) is not None


def _save_report(claim: Claim, stored: StoredObject, now: datetime) -> Insert:
    values = {
        "created_at": now,
        "report_bucket": stored.bucket,
        "report_key": stored.key,
        "report_etag": stored.etag,
    }
    statement = insert(Report).values(id=uuid4(), dataset_id=claim.dataset_id, **values)
    return statement.on_conflict_do_update(index_elements=[Report.dataset_id], set_=values)
