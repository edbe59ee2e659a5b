"""Keyset paging: a cursor is the sort key of the last row seen, so pages stay right while rows arrive."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from dataset_processor.core.errors import InvalidRequest

T = TypeVar("T")
SelectT = TypeVar("SelectT", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class Cursor:
    """The sort key of a row: its time, then its id to break ties."""

    at: datetime
    id: UUID

    def encode(self) -> str:
        """Opaque text, safe in a URL."""
        raw = json.dumps([self.at.astimezone(UTC).isoformat(), self.id.hex]).encode()
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str) -> Self:
        """The inverse of `encode`; anything else raises `InvalidRequest`."""
        try:
            raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
            at, row_id = json.loads(raw)
            key = cls(datetime.fromisoformat(at).astimezone(UTC), UUID(hex=row_id))
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, binascii.Error):
            raise InvalidRequest("The cursor is not one this service has given out.") from None
        if key.encode() != text:
            raise InvalidRequest("The cursor is not one this service has given out.")
        return key


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows of one page and the cursor of the next, if there is one."""

    rows: Sequence[T]
    next_cursor: str | None

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.next_cursor is not None


def newest_first(
    statement: SelectT,
    at: InstrumentedAttribute[datetime],
    row_id: InstrumentedAttribute[UUID],
    *,
    cursor: str | None,
    limit: int,
) -> SelectT:
    """One row more than `limit`, so that the caller sees whether a page follows."""
    if cursor is not None:
        key = Cursor.decode(cursor)
        before: ColumnElement[bool] = tuple_(at, row_id) < tuple_(key.at, key.id)
        statement = statement.where(before)
    return statement.order_by(at.desc(), row_id.desc()).limit(limit + 1)


def page_of(rows: Sequence[T], limit: int, keys: Sequence[Cursor]) -> Page[T]:
    """Cuts the extra row off; `keys` are the sort keys of `rows`."""
    if len(rows) <= limit:
        return Page(rows, None)
    return Page(rows[:limit], keys[limit - 1].encode())
