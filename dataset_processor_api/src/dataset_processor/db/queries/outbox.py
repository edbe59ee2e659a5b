"""Statements on the outbox. Lock order is always `jobs`, then `job_outbox`."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Float, Select, Update, cast, func, select, text, update
from sqlalchemy.dialects.postgresql import Insert, insert

from dataset_processor.db.models import Job, OutboxMessage, OutboxStatus

WAKE_CHANNEL = "job_outbox"
MAX_BACKOFF_SECONDS = 60


def stage(job_id: UUID, payload: Mapping[str, Any], delay: timedelta) -> Insert:
    """A pending message due after `delay`; where one is pending already, it becomes due at the earlier time."""
    due = func.now() + delay
    statement = insert(OutboxMessage).values(job_id=job_id, payload=payload, next_attempt_at=due)
    return statement.on_conflict_do_update(
        index_elements=[OutboxMessage.job_id],
        index_where=text("status = 'pending'"),
        set_={
            "next_attempt_at": func.least(OutboxMessage.next_attempt_at, statement.excluded.next_attempt_at),
            "updated_at": func.now(),
        },
    )


def wake() -> Select[Any]:
    """Tells listening dispatchers at commit; a hint only, polling is the guarantee."""
    return select(func.pg_notify(WAKE_CHANNEL, ""))


def due_batch(limit: int) -> Select[OutboxMessage]:
    """Due messages, oldest due first, locked; rows that another dispatcher holds are skipped."""
    return (
        select(OutboxMessage)
        .where(OutboxMessage.status == OutboxStatus.PENDING, OutboxMessage.next_attempt_at <= func.now())
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def mark_delivered(ids: Sequence[int]) -> Update:
    """The broker has confirmed these messages."""
    return (
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids))
        .values(
            status=OutboxStatus.DELIVERED,
            delivered_at=func.clock_timestamp(),
            attempt_count=OutboxMessage.attempt_count + 1,
            last_error=None,
        )
        .execution_options(synchronize_session=False)
    )


def mark_failed(ids: Sequence[int], error: str) -> Update:
    """Tried in vain; due again after min(60, 0.5 * 2^attempts) s, spread by 20 % either way."""
    exponent = func.least(OutboxMessage.attempt_count, 10)
    seconds = func.least(MAX_BACKOFF_SECONDS, 0.5 * func.power(2, exponent)) * (0.8 + 0.4 * func.random())
    return (
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids))
        .values(
            attempt_count=OutboxMessage.attempt_count + 1,
            last_error=error,
            next_attempt_at=func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, cast(seconds, Float)),
        )
        .execution_options(synchronize_session=False)
    )


def due_now_after_outage() -> Update:
    """The broker is back: what failed while it was away need not wait out its backoff."""
    return (
        update(OutboxMessage)
        .where(
            OutboxMessage.status == OutboxStatus.PENDING,
            OutboxMessage.attempt_count > 0,
            OutboxMessage.next_attempt_at > func.now(),
        )
        .values(next_attempt_at=func.now())
        .execution_options(synchronize_session=False)
    )


def to_give_up(after: timedelta) -> Select[int]:
    """Ids of pending messages that have been tried in vain since longer than `after`."""
    return select(OutboxMessage.id).where(
        OutboxMessage.status == OutboxStatus.PENDING,
        OutboxMessage.attempt_count > 0,
        OutboxMessage.created_at <= func.now() - after,
    )


def locked_pending_with_job(outbox_id: int) -> tuple[Select[Job], Select[OutboxMessage]]:
    """Two statements in lock order: the message's job, then the message if it is still pending."""
    job = select(Job).join(OutboxMessage, OutboxMessage.job_id == Job.id).where(OutboxMessage.id == outbox_id)
    message = select(OutboxMessage).where(OutboxMessage.id == outbox_id, OutboxMessage.status == OutboxStatus.PENDING)
    return job.with_for_update(of=Job), message.with_for_update()
