"""Whole transactions that are run again after a fault of the database or the way to it."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

T = TypeVar("T")

# Connection lost, serialization and deadlock, resources, lock not available, operator intervention, system error;
# and a server that lets us in no more, or not yet: account (28) or database (3D) are missing.
RETRYABLE_SQLSTATES = ("08", "40", "53", "55P03", "57", "58", "25P03", "28", "3D")
DEFAULT_PATIENCE_SECONDS = 20.0


def is_retryable(error: BaseException) -> bool:
    """Whether the same transaction may succeed later."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate is None:
        return isinstance(error, OperationalError) or error.connection_invalidated
    return error.connection_invalidated or sqlstate.startswith(RETRYABLE_SQLSTATES)


def transaction_time(session: Session) -> datetime:
    """Postgres' `now()`: the start of the transaction, the only clock stored times are compared with."""
    return session.scalars(select(func.now())).one()


def run_transaction(
    engine: Engine, work: Callable[[Session], T], *, patience_seconds: float = DEFAULT_PATIENCE_SECONDS
) -> T:
    """`work` in one transaction, committed; run again after a retryable fault until the patience is spent.

    A commit whose answer was lost may have happened: `work` must find its own result when it is run again.
    """
    deadline = time.monotonic() + patience_seconds
    delay = 0.1
    while True:
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                return work(session)
        except (DBAPIError, PoolTimeout) as error:
            if not is_retryable(error) or time.monotonic() + delay > deadline:
                raise
            time.sleep(delay * random.uniform(0.5, 1.0))  # noqa: S311  # jitter, not a secret
            delay = min(delay * 2, 2.0)
