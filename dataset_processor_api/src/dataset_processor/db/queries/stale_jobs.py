"""Jobs that need somebody's hand: those that are too old, whose worker is gone, or whose message is."""

from datetime import timedelta

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from dataset_processor.db.models import ACTIVE_JOB_STATES, Job, JobState, OutboxMessage, OutboxStatus

MAX_DOUBLINGS = 6


def _without_live_lease() -> ColumnElement[bool]:
    return or_(Job.state != JobState.STARTED, Job.lease_expires_at.is_(None), Job.lease_expires_at <= func.now())


def silent_for(age: timedelta, limit: int) -> Select[Job]:
    """Active jobs without a live lease whose last sign of life is older than `age`; locked, others' are skipped.

    A job whose message the broker has not taken yet is not silent: how long that may last is the dispatcher's rule.
    """
    last_activity = func.greatest(Job.queued_at, Job.started_at, Job.heartbeat_at)
    return _locked(
        select(Job).where(
            Job.state.in_(ACTIVE_JOB_STATES),
            _without_live_lease(),
            last_activity < func.now() - age,
            ~exists().where(
                OutboxMessage.job_id == Job.id,
                OutboxMessage.status == OutboxStatus.PENDING,
                OutboxMessage.attempt_count > 0,
            ),
        ),
        limit,
    )


def lapsed(limit: int) -> Select[Job]:
    """Started jobs whose lease has run out, or that have none."""
    return _locked(select(Job).where(Job.state == JobState.STARTED, _without_live_lease()), limit)


def unreachable(silence: timedelta, limit: int) -> Select[Job]:
    """Jobs that wait without a pending message although the last one was delivered long ago, or never written.

    `silence` doubles with each message that was delivered in vain, up to 64 times.
    """
    messages = select(OutboxMessage).where(OutboxMessage.job_id == Job.id).correlate(Job)
    delivered = (
        messages.where(OutboxMessage.status == OutboxStatus.DELIVERED)
        .with_only_columns(func.max(OutboxMessage.delivered_at))
        .scalar_subquery()
    )
    in_vain = messages.with_only_columns(func.count()).scalar_subquery()
    doublings = func.least(func.greatest(in_vain - 1, 0), MAX_DOUBLINGS)
    since = func.greatest(Job.queued_at, Job.run_after, delivered)
    statement = select(Job).where(
        Job.state.in_([JobState.QUEUED, JobState.RETRYING]),
        ~exists().where(OutboxMessage.job_id == Job.id, OutboxMessage.status == OutboxStatus.PENDING),
        since < func.now() - silence * func.power(2, doublings),
    )
    return _locked(statement, limit)


def _locked(statement: Select[Job], limit: int) -> Select[Job]:
    return statement.order_by(Job.queued_at).limit(limit).with_for_update(skip_locked=True, of=Job)
