"""Claim, heartbeat and the fenced lock. Every statement that follows a claim carries its token."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Update, and_, case, func, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from dataset_processor.db.models import AttemptOutcome, Job, JobAttempt, JobState


def claim(job_id: UUID, worker_id: str, lease: timedelta, *, dead_owner: str | None = None) -> ReturningUpdate[Any]:
    """Takes the job if it is due, or if its lease has run out or belongs to `dead_owner`; returns it or no row.

    One statement under the row lock: of two claims at once, one returns no row. A takeover counts as a failure.
    """
    due = and_(
        Job.state.in_([JobState.QUEUED, JobState.RETRYING]),
        or_(Job.run_after.is_(None), Job.run_after <= func.now()),
    )
    lapsed = or_(Job.lease_expires_at.is_(None), Job.lease_expires_at <= func.now())
    if dead_owner is not None:
        lapsed = or_(lapsed, Job.worker_id == dead_owner)
    return (
        update(Job)
        .where(Job.id == job_id, or_(due, and_(Job.state == JobState.STARTED, lapsed)))
        .values(
            state=JobState.STARTED,
            attempt=Job.attempt + 1,
            failures=Job.failures + case((Job.state == JobState.STARTED, 1), else_=0),
            lease_expires_at=func.now() + lease,
            heartbeat_at=func.now(),
            worker_id=worker_id,
            started_at=func.coalesce(Job.started_at, func.now()),
            finished_at=None,
            run_after=None,
            progress=5,
            rows_done=0,
            bytes_done=0,
        )
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def beat(job_id: UUID, attempt: int, lease: timedelta, progress: int, done: tuple[int, int] = (0, 0)) -> Update:
    """Extends the lease and writes progress, rows and bytes done; changes no row once the token is outdated."""
    return (
        update(Job)
        .where(Job.id == job_id, Job.attempt == attempt, Job.state == JobState.STARTED)
        .values(
            lease_expires_at=func.now() + lease,
            heartbeat_at=func.now(),
            progress=func.greatest(Job.progress, progress),
            rows_done=func.greatest(Job.rows_done, done[0]),
            bytes_done=func.greatest(Job.bytes_done, done[1]),
        )
        .execution_options(synchronize_session=False)
    )


def owned(job_id: UUID, attempt: int) -> Select[Job]:
    """The job, locked, if this attempt still owns it."""
    return (
        select(Job)
        .where(Job.id == job_id, Job.attempt == attempt, Job.state == JobState.STARTED)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def close_attempt(job_id: UUID, attempt: int, outcome: AttemptOutcome, error: str | None) -> Update:
    """Writes how an attempt ended; one that is closed already stays as it is."""
    return (
        update(JobAttempt)
        .where(JobAttempt.job_id == job_id, JobAttempt.attempt == attempt, JobAttempt.ended_at.is_(None))
        .values(ended_at=func.now(), outcome=outcome, error=error)
        .execution_options(synchronize_session=False)
    )
