"""How many jobs are in which state, and what the metrics say of the queue."""

from typing import Any
from uuid import UUID

from sqlalchemy import Float, Select, cast, func, or_, select

from dataset_processor.db.models import Job, JobState, OutboxMessage, OutboxStatus


def jobs_by_state(dataset_id: UUID | None = None) -> Select[str, int]:
    """Rows of (state, count) for the states that occur, of one dataset's jobs or of all; both have their index."""
    statement = select(Job.state, func.count()).group_by(Job.state)
    return statement if dataset_id is None else statement.where(Job.dataset_id == dataset_id)


def outbox_and_ages() -> Select[Any, Any, Any, Any]:
    """One row: pending messages, age of the oldest, age of the oldest queued job, stale jobs; ages in seconds."""
    pending = OutboxMessage.status == OutboxStatus.PENDING
    lapsed = or_(Job.lease_expires_at.is_(None), Job.lease_expires_at < func.now())
    return select(
        select(func.count()).where(pending).select_from(OutboxMessage).scalar_subquery(),
        select(_age(func.min(OutboxMessage.created_at))).where(pending).scalar_subquery(),
        select(_age(func.min(Job.queued_at))).where(Job.state == JobState.QUEUED).scalar_subquery(),
        select(func.count()).select_from(Job).where(Job.state == JobState.STARTED, lapsed).scalar_subquery(),
    )


def _age(oldest: Any) -> Any:
    return func.coalesce(cast(func.extract("epoch", func.now() - oldest), Float), 0.0)
