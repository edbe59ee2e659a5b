"""Field types that several bodies and queries share."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MAX_NAME_LENGTH = 1_000


def storable(value: str) -> str:
    """Postgres stores neither NUL nor lone surrogates, so no text may hold one."""
    if "\x00" in value:
        raise ValueError("must not contain a NUL character")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("must be valid Unicode")
    return value


def in_utc(value: datetime) -> datetime:
    """A naive time is UTC."""
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:
        raise ValueError("is outside the range of representable times") from None


Text = Annotated[str, AfterValidator(storable)]
Moment = Annotated[datetime, AfterValidator(in_utc)]
Limit = Annotated[int, Query(ge=1, le=200, description="Rows per page.")]
CursorParam = Annotated[Text | None, Query(max_length=500, description="`next_cursor` of the page before.")]


ErrorRow = Annotated[
    int | None, Field(description="The data row with the error, from 0 as a report's `row_index`; null if unknown.")
]
ErrorByteOffset = Annotated[
    int | None, Field(description="The byte of the file with the error, from 0; null if unknown.")
]


class Body(BaseModel):
    """Base of every response body."""

    model_config = ConfigDict(from_attributes=True)
