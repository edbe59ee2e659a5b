"""The dispatcher: due messages are locked, published and marked in one transaction.

Any number of copies may run. A crash between a confirm and the commit sends a message twice, which a worker's
claim absorbs; a message is never lost.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import psycopg
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from dataset_processor.core.settings import Settings
from dataset_processor.db.models import ACTIVE_JOB_STATES, Job, JobState, OutboxMessage, OutboxStatus
from dataset_processor.db.queries import outbox
from dataset_processor.db.transactions import transaction_time
from dataset_processor.observability.logging import get_logger
from dataset_processor.outbox.messages import ProcessDataset
from dataset_processor.outbox.publisher import BrokerUnavailable, MessageRefused, Publisher
from dataset_processor.outbox.record import doorbell
from dataset_processor.outbox.wake_listener import WakeListener

log = get_logger(__name__)

GAVE_UP = "Failed to enqueue task."
BATCH_DEADLINE_SECONDS = 10


@dataclass
class BatchOutcome:
    """How many messages one pass took, and what became of them."""

    delivered: int = 0
    failed: int = 0
    dead: int = 0

    @property
    def taken(self) -> int:
        """Messages that were due and not held by another dispatcher."""
        return self.delivered + self.failed


class Dispatcher:
    """Publishes the outbox, and runs `sweep` every `sweep_interval_seconds` so that nothing stays stuck."""

    def __init__(self, engine: Engine, publisher: Publisher, settings: Settings, sweep: Callable[[], object]) -> None:
        self._engine = engine
        self._publisher = publisher
        self._settings = settings
        self._sweep = sweep
        self._give_up_after = timedelta(seconds=settings.outbox_give_up_seconds)
        self._next_sweep = 0.0

    def run(self, stop: threading.Event) -> None:
        """Until `stop` is set; neither the database's nor the broker's absence ends it."""
        with WakeListener(self._engine) as listener:
            while not stop.is_set():
                try:
                    outcome = self.dispatch_batch()
                    self._sweep_if_due()
                except (DBAPIError, PoolTimeout, psycopg.Error, OSError) as error:
                    log.warning("dispatcher.database_unavailable", error=type(error).__name__)
                    stop.wait(self._settings.outbox_poll_seconds)
                    continue
                if outcome.taken < self._settings.outbox_batch_size:
                    listener.wait(self._settings.outbox_poll_seconds, stop)
        self._publisher.close()

    def dispatch_batch(self) -> BatchOutcome:
        """One pass over at most `outbox_batch_size` due messages."""
        outcome = BatchOutcome()
        try:
            if self._publisher.connect():
                self._make_due_after_outage()
        except BrokerUnavailable as error:
            self._fail_due(str(error), outcome)
        else:
            self._publish_due(outcome)
        if outcome.failed:
            self._give_up_overdue(outcome)
        if outcome.taken:
            log.info("outbox.dispatched", delivered=outcome.delivered, failed=outcome.failed, dead=outcome.dead)
        return outcome

    def _publish_due(self, outcome: BatchOutcome) -> None:
        refused: list[int] = []
        with Session(self._engine) as session, session.begin():
            delivered: list[int] = []
            deadline = time.monotonic() + BATCH_DEADLINE_SECONDS
            for row in session.scalars(outbox.due_batch(self._settings.outbox_batch_size)).all():
                try:
                    self._publisher.publish(_message_in(row, session))
                except MessageRefused as error:
                    session.execute(outbox.mark_failed([row.id], _short(error)))
                    refused.append(row.id)
                except BrokerUnavailable as error:
                    log.warning("outbox.publish_failed", job_id=str(row.job_id), error=str(error))
                    session.execute(outbox.mark_failed([row.id], _short(error)))
                    outcome.failed += 1
                    break
                else:
                    delivered.append(row.id)
                if time.monotonic() > deadline:
                    break
            if delivered:
                session.execute(outbox.mark_delivered(delivered))
        outcome.delivered = len(delivered)
        outcome.failed += len(refused)
        for outbox_id in refused:
            outcome.dead += self._give_up(outbox_id)

    def _fail_due(self, error: str, outcome: BatchOutcome) -> None:
        with Session(self._engine) as session, session.begin():
            ids = [row.id for row in session.scalars(outbox.due_batch(self._settings.outbox_batch_size))]
            if ids:
                log.warning("outbox.broker_unavailable", waiting=len(ids), error=error)
                session.execute(outbox.mark_failed(ids, error))
        outcome.failed = len(ids)

    def _make_due_after_outage(self) -> None:
        with Session(self._engine) as session, session.begin():
            session.execute(outbox.due_now_after_outage())

    def _give_up_overdue(self, outcome: BatchOutcome) -> None:
        with Session(self._engine) as session:
            overdue = session.scalars(outbox.to_give_up(self._give_up_after)).all()
        for outbox_id in overdue:
            outcome.dead += self._give_up(outbox_id)

    def _give_up(self, outbox_id: int) -> bool:
        """The message is dead and its job has failed, in one transaction; the dataset keeps its status."""
        lock_job, lock_message = outbox.locked_pending_with_job(outbox_id)
        with Session(self._engine) as session, session.begin():
            job = session.scalar(lock_job)
            message: OutboxMessage | None = session.scalar(lock_message)
            if job is None or message is None:
                return False
            message.status = OutboxStatus.DEAD
            if job.state in ACTIVE_JOB_STATES and job.state != JobState.STARTED:
                job.fail(GAVE_UP, "enqueue_failed", transaction_time(session))
            log.error("outbox.gave_up", job_id=str(job.id), error=message.last_error)
        return True

    def _sweep_if_due(self) -> None:
        if time.monotonic() < self._next_sweep:
            return
        self._next_sweep = time.monotonic() + self._settings.sweep_interval_seconds
        self._sweep()


def _message_in(row: OutboxMessage, session: Session) -> ProcessDataset:
    """The row's message; one that another release wrote in its own way is made anew from its job."""
    try:
        return ProcessDataset.model_validate(row.payload)
    except ValidationError:
        log.warning("outbox.payload_made_anew", job_id=str(row.job_id))
        return doorbell(session.get_one(Job, row.job_id))


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:500]
