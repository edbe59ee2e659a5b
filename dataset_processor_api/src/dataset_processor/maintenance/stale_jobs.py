"""Nothing stays stuck: jobs too old are failed, jobs whose worker or message is gone are queued again."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session

from dataset_processor.core.settings import Settings
from dataset_processor.db.models import WORKER_LOST, AttemptOutcome, Dataset, Job
from dataset_processor.db.queries import leases, outbox, stale_jobs
from dataset_processor.db.transactions import run_transaction, transaction_time
from dataset_processor.maintenance.outcome import Outcome
from dataset_processor.observability.logging import get_logger
from dataset_processor.outbox.record import doorbell, staged

log = get_logger(__name__)

BATCH = 100
REDELIVER_AFTER = timedelta(seconds=120)


def run_once(engine: Engine, settings: Settings) -> Outcome:
    """One sweep; several at once share the work. The row lock decides against a finishing worker."""
    age = timedelta(seconds=settings.stale_job_seconds)
    outcome = (
        _in_batches(engine, stale_jobs.silent_for(age, BATCH), lambda s, job: _fail_stale(s, job, age))
        + _in_batches(engine, stale_jobs.lapsed(BATCH), _take_back)
        + _in_batches(engine, stale_jobs.unreachable(REDELIVER_AFTER, BATCH), _ring_again)
    )
    if outcome.cleaned:
        log.info("stale_jobs.swept", scanned=outcome.scanned, cleaned=outcome.cleaned)
    return outcome


def _in_batches(engine: Engine, statement: Select[Job], put_right: Callable[[Session, Job], None]) -> Outcome:
    total = Outcome()

    def batch(session: Session) -> int:
        jobs = session.scalars(statement).all()
        for job in jobs:
            put_right(session, job)
        if jobs:
            session.flush()
            session.execute(outbox.wake())
        return len(jobs)

    while count := run_transaction(engine, batch):
        total += Outcome(scanned=count, cleaned=count)
        if count < BATCH:
            break
    return total


def _fail_stale(session: Session, job: Job, age: timedelta) -> None:
    error = f"Stale: no sign of life for more than {int(age.total_seconds())} seconds while {job.state}."
    _fail(session, job, error, "stale")


def _take_back(session: Session, job: Job) -> None:
    """A worker's lease ran out: another attempt at once, or failure when that happened too often."""
    job.failures += 1
    if job.is_exhausted:
        _fail(session, job, job.describe_losses(), "worker_lost")
        return
    session.execute(leases.close_attempt(job.id, job.attempt, AttemptOutcome.LOST, WORKER_LOST))
    job.await_retry(transaction_time(session), WORKER_LOST, "worker_lost")
    session.flush()
    session.execute(staged(doorbell(job)))
    log.warning("job.taken_back", job_id=str(job.id), dataset_id=str(job.dataset_id), failures=job.failures)


def _ring_again(session: Session, job: Job) -> None:
    session.execute(staged(doorbell(job)))
    log.warning("job.rung_again", job_id=str(job.id), dataset_id=str(job.dataset_id))


def _fail(session: Session, job: Job, error: str, code: str) -> None:
    now = transaction_time(session)
    session.execute(leases.close_attempt(job.id, job.attempt, AttemptOutcome.LOST, error))
    job.fail(error, code, now)
    session.get_one(Dataset, job.dataset_id).fail(error, code, now)
    log.error("job.failed", job_id=str(job.id), dataset_id=str(job.dataset_id), error_code=code)
