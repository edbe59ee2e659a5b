"""Column types, checks and values that several tables share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from sqlalchemy import CheckConstraint, DateTime
from sqlalchemy.orm import mapped_column

Timestamp = Annotated[datetime, mapped_column(DateTime(timezone=True))]


@dataclass(frozen=True)
class ErrorPlace:
    """Where in a file its error is: data rows and bytes, both counted from 0."""

    row: int | None = None
    byte_offset: int | None = None


UNKNOWN_PLACE = ErrorPlace()


def one_of(column: str, values: Iterable[str], name: str) -> CheckConstraint:
    """A named CHECK that limits a text column to `values`."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=name)
