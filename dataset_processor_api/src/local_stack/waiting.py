"""Waiting is polling a condition with a deadline; nothing in this package sleeps and hopes."""

import time
from collections.abc import Callable

from local_stack.errors import Cancelled

POLL_SECONDS = 0.05


def never() -> bool:
    """The cancellation of something that cannot be cancelled."""
    return False


def wait_until(
    condition: Callable[[], bool],
    seconds: float,
    *,
    cancelled: Callable[[], bool] = never,
    poll_seconds: float = POLL_SECONDS,
) -> bool:
    """Whether the condition came true in time; `Cancelled` when `cancelled` came true first."""
    deadline = time.monotonic() + seconds
    while not condition():
        if cancelled():
            raise Cancelled("stopped while starting")
        if time.monotonic() >= deadline:
            return False
        time.sleep(poll_seconds)
    return True
