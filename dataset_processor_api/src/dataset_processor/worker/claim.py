"""Claiming a job: the row decides whether there is work, the message only asks."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dataset_processor.core.process_identity import is_proven_dead
from dataset_processor.core.settings import Settings
from dataset_processor.db.models import (
    ACTIVE_JOB_STATES,
    WORKER_LOST,
    AttemptOutcome,
    Dataset,
    Job,
    JobAttempt,
    JobState,
)
from dataset_processor.db.queries import leases
from dataset_processor.db.transactions import run_transaction, transaction_time
from dataset_processor.observability.logging import get_logger
from dataset_processor.outbox.record import doorbell, staged
from dataset_processor.worker.resources import Resources

log = get_logger(__name__)


@dataclass(frozen=True)
class Claim:
    """The right to work on a job until the lease ends; `attempt` is the fencing token."""

    job_id: UUID
    dataset_id: UUID
    attempt: int
    failures: int
    content_type: str
    upload_bucket: str
    upload_key: str
    size_bytes: int
    checksum_sha256: str


def claim_job(resources: Resources, job_id: UUID) -> Claim | None:
    """Takes the job, or returns None: finished, held by a live worker, not due yet, or out of attempts.

    Where somebody else holds it, or it is not due, a message is made due at that time.
    """
    return run_transaction(
        resources.engine, lambda session: _claim(session, resources.settings, resources.worker_id, job_id)
    )


def _claim(session: Session, settings: Settings, worker_id: str, job_id: UUID) -> Claim | None:
    before = session.scalar(select(Job).where(Job.id == job_id).with_for_update())
    if before is None or before.state not in ACTIVE_JOB_STATES:
        log.info("job.nothing_to_do", state=before.state if before else None)
        return None
    lost_attempt = before.attempt if before.state == JobState.STARTED else None
    # A process does one job at a time: the one it asks for now it no longer works on (a commit's answer was lost).
    has_no_worker = before.worker_id == worker_id or is_proven_dead(before.worker_id)
    dead_owner = before.worker_id if has_no_worker else None
    statement = leases.claim(job_id, worker_id, timedelta(seconds=settings.job_lease_seconds), dead_owner=dead_owner)
    job = session.scalar(statement)
    if job is None:
        _ring_again(session, before)
        return None
    if lost_attempt is not None:
        session.execute(leases.close_attempt(job_id, lost_attempt, AttemptOutcome.LOST, WORKER_LOST))
    dataset = session.get_one(Dataset, job.dataset_id)
    if job.is_exhausted:
        now = transaction_time(session)
        error = job.describe_losses()
        job.attempt -= 1
        job.fail(error, "worker_lost", now)
        dataset.fail(error, "worker_lost", now)
        log.error("job.failed", error_code="worker_lost", failures=job.failures)
        return None
    session.add(JobAttempt(job_id=job_id, attempt=job.attempt, worker_id=worker_id))
    dataset.begin_processing()
    log.info("job.claimed", attempt=job.attempt, failures=job.failures, took_over=lost_attempt is not None)
    return _to_claim(job, dataset)


def _ring_again(session: Session, job: Job) -> None:
    """Somebody holds the job, or it is not due: make sure that a message comes when that ends."""
    due = job.lease_expires_at if job.state == JobState.STARTED else job.run_after
    now = transaction_time(session)
    delay = max(timedelta(0), (due or now) - now) + timedelta(milliseconds=100)
    session.execute(staged(doorbell(job), delay))
    log.info("job.not_claimable", state=job.state, due_in_seconds=round(delay.total_seconds(), 1))


def _to_claim(job: Job, dataset: Dataset) -> Claim:
    return Claim(
        job_id=job.id,
        dataset_id=dataset.id,
        attempt=job.attempt,
        failures=job.failures,
        content_type=dataset.content_type,
        upload_bucket=dataset.upload_bucket,
        upload_key=dataset.upload_key,
        size_bytes=dataset.size_bytes,
        checksum_sha256=dataset.checksum_sha256,
    )
