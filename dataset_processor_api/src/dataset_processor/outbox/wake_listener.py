"""Waits for the outbox's wake-up call, so that a message leaves at once instead of at the next poll."""

import threading
from types import TracebackType
from typing import Self

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dataset_processor.db.queries.outbox import WAKE_CHANNEL


class WakeListener:
    """Own connection; without one, waiting is polling."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: psycopg.Connection | None = None

    def wait(self, timeout: float, stop: threading.Event) -> None:
        """Returns at a wake-up, after `timeout` seconds, or when `stop` is set (seen within `timeout`)."""
        try:
            if self._connection is None:
                self._connection = self._connect()
                return  # what was staged before LISTEN took effect gave no signal
            for _ in self._connection.notifies(timeout=timeout, stop_after=1):
                return
        except (DBAPIError, PoolTimeout, psycopg.Error, OSError):
            self.close()
            stop.wait(timeout)

    def close(self) -> None:
        """Drops the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> psycopg.Connection:
        pooled = self._engine.raw_connection()
        connection = pooled.driver_connection
        pooled.detach()
        assert isinstance(connection, psycopg.Connection)  # noqa: S101  # the engine's driver is psycopg
        connection.autocommit = True
        connection.execute(f"LISTEN {WAKE_CHANNEL}")
        return connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
