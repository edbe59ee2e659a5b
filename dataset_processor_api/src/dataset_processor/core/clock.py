"""The time, for what is shown to people. What is stored and compared uses Postgres `now()` alone."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC)
