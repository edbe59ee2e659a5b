"""Jobs that wait in the outbox, and what became of their messages."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from tests.factories import add_dataset, add_job

from dataset_processor.db.models import Job, OutboxMessage
from dataset_processor.outbox.record import doorbell, staged


def add_staged_job(session: Session, delay: timedelta = timedelta(0), **values: Any) -> Job:
    """A job with its message, committed."""
    job = add_job(session, add_dataset(session), **values)
    session.execute(staged(doorbell(job), delay))
    session.commit()
    return job


def messages_of(session: Session, job: Job) -> list[OutboxMessage]:
    """A job's messages as they are now, oldest first."""
    session.rollback()
    statement = select(OutboxMessage).where(OutboxMessage.job_id == job.id).order_by(OutboxMessage.id)
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def message_of(session: Session, job: Job) -> OutboxMessage:
    """A job's only message as it is now."""
    (message,) = messages_of(session, job)
    return message


def seconds_until_due(session: Session, job: Job) -> float:
    """How long the pending message of a job has still to wait."""
    session.rollback()
    due_in = func.extract("epoch", OutboxMessage.next_attempt_at - func.clock_timestamp())
    return float(session.scalars(select(due_in).where(OutboxMessage.job_id == job.id)).one())


def make_due(session: Session, job: Job, **values: Any) -> None:
    """The job's messages are due now, unless the columns say otherwise."""
    statement = update(OutboxMessage).where(OutboxMessage.job_id == job.id)
    session.execute(statement.values({"next_attempt_at": func.now(), **values}))
    session.commit()
