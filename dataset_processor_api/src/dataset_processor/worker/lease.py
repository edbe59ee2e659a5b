"""The heartbeat of one attempt: extends its lease while the work advances, and says when to stop."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Self
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dataset_processor.db.queries import leases
from dataset_processor.observability.logging import get_logger

log = get_logger(__name__)

MILESTONES = frozenset({25, 60, 85})
STALL_SECONDS = 300
JOIN_SECONDS = 5
_WRITE_EVERY_SECONDS = 0.5


class LeaseLost(Exception):
    """Another attempt owns the job, or this one could not extend its lease in time: no side effect may follow."""


class LeaseExpired(LeaseLost):
    """No beat got through in time, through no fault of the work: the database was away."""


class Draining(Exception):
    """The process was asked to stop; the job is to be released."""


class Lease:
    """A thread that beats four times a lease, each time over a short connection of its own.

    Without a successful beat for three quarters of the lease (monotonic clock) the attempt fences itself.
    Work that has not advanced for `STALL_SECONDS` is not kept alive.
    """

    def __init__(
        self, engine: Engine, job_id: UUID, attempt: int, seconds: float, draining: Callable[[], bool]
    ) -> None:
        self._engine = engine
        self._job_id = job_id
        self._attempt = attempt
        self._seconds = seconds
        self._draining = draining
        self._progress = 5
        self._done = (0, 0)
        self._lost = self._stalled = False
        self._beaten_at = self._advanced_at = time.monotonic()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"lease-{job_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the heartbeat, before a transaction that locks the job's row. Idempotent.

        A beat that hangs on a frozen database is left behind: it carries the token and does no harm.
        """
        self._stopping.set()
        self._wake.set()
        self._thread.join(JOIN_SECONDS)

    def advance(self, percent: int, rows: int = 0, bytes_read: int = 0) -> None:
        """Called several times a second: the work goes on. Raises `LeaseLost` or `Draining` when it must not."""
        self.check()
        if self._draining():
            raise Draining
        self._advanced_at = time.monotonic()
        done = (max(rows, self._done[0]), max(bytes_read, self._done[1]))
        if percent <= self._progress and done == self._done:
            return
        reached = {stone for stone in MILESTONES if self._progress < stone <= percent}
        self._progress, self._done = max(percent, self._progress), done
        if reached or self._advanced_at - self._beaten_at >= _WRITE_EVERY_SECONDS:
            self._wake.set()

    def check(self) -> None:
        """Raises `LeaseLost` once this attempt may no longer have effects, `LeaseExpired` if an outage is why."""
        if self._lost:
            raise LeaseLost
        if time.monotonic() - self._beaten_at > self._seconds * 0.75:
            raise LeaseLost if self._stalled else LeaseExpired

    def _run(self) -> None:
        pause = self._seconds / 4
        while not self._stopping.is_set() and not self._lost:
            self._wake.wait(pause)
            self._wake.clear()
            if self._stopping.is_set():
                return
            if time.monotonic() - self._advanced_at > STALL_SECONDS:
                self._stalled = True
                log.error("lease.stalled", seconds=STALL_SECONDS)
                return
            pause = self._seconds / 4 if self._beat() else min(1.0, self._seconds / 20)

    def _beat(self) -> bool:
        started = time.monotonic()
        lease = timedelta(seconds=self._seconds)
        statement = leases.beat(self._job_id, self._attempt, lease, self._progress, self._done)
        try:
            with self._engine.begin() as connection:
                owned = connection.execute(statement).rowcount == 1
        except (DBAPIError, PoolTimeout, OSError) as error:
            log.warning("lease.beat_failed", error=type(error).__name__)
            return False
        if not owned:
            self._lost = True
            log.warning("lease.lost")
            return False
        self._beaten_at = started
        return True
