"""Jobs in the hands of a worker, and the rows they leave."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.orm import Session
from tests.factories import add_dataset, add_job

from dataset_processor.db.models import Dataset, Job, JobAttempt, OutboxMessage, OutboxStatus, Report
from dataset_processor.worker.claim import Claim, claim_job
from dataset_processor.worker.resources import Resources


def claimed(resources: Resources, session: Session, **values: Any) -> Claim:
    """A new job, claimed."""
    job = add_job(session, add_dataset(session), **values)
    claim = claim_job(resources, job.id)
    assert claim is not None
    return claim


def claim_again(resources: Resources, session: Session, job_id: UUID) -> Claim:
    """The next attempt: the message has come, whatever the job waits for too, and whoever held it is too late."""
    session.execute(update(OutboxMessage).where(OutboxMessage.job_id == job_id).values(status=OutboxStatus.DELIVERED))
    change_job(session, job_id, run_after=None, lease_expires_at=func.now() - timedelta(seconds=1))
    claim = claim_job(resources, job_id)
    assert claim is not None
    return claim


def change_job(session: Session, job_id: UUID, **values: Any) -> None:
    """Sets columns by hand, committed."""
    session.execute(update(Job).where(Job.id == job_id).values(values))
    session.commit()


def job_now(session: Session, job_id: UUID) -> Job:
    """The job's row as it is now."""
    session.rollback()
    return session.get_one(Job, job_id, populate_existing=True)


def dataset_now(session: Session, dataset_id: UUID) -> Dataset:
    """The dataset's row as it is now."""
    session.rollback()
    return session.get_one(Dataset, dataset_id, populate_existing=True)


def attempts_of(session: Session, job_id: UUID) -> list[tuple[int, str | None]]:
    """Number and outcome of each attempt; one without an outcome has not ended."""
    session.rollback()
    statement = select(JobAttempt.attempt, JobAttempt.outcome, JobAttempt.ended_at)
    rows = session.execute(statement.where(JobAttempt.job_id == job_id).order_by(JobAttempt.attempt)).all()
    assert all((outcome is None) == (ended_at is None) for _, outcome, ended_at in rows)
    return [(attempt, outcome) for attempt, outcome, _ in rows]


def pending_of(session: Session, job_id: UUID) -> list[OutboxMessage]:
    """The job's messages that have still to leave: none or one."""
    session.rollback()
    statement = select(OutboxMessage).where(
        OutboxMessage.job_id == job_id, OutboxMessage.status == OutboxStatus.PENDING
    )
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def everything(engine: Engine | Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables that a worker writes."""
    with Session(engine) as connection:
        return {
            table.__tablename__: sorted(
                (tuple(row) for row in connection.execute(select(table.__table__))), key=lambda row: str(row[:2])
            )
            for table in (Dataset, Job, JobAttempt, OutboxMessage, Report)
        }


def database_time(session: Session) -> datetime:
    """The clock that all stored times are compared with."""
    session.rollback()
    now: datetime = session.scalars(select(func.clock_timestamp())).one()
    return now
