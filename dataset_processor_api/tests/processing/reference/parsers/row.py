"""What parsers hand on: one row at a time, with the values as the format has them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class HugeInteger:
    """A JSON integer far beyond a double, kept as its digits: never converted, equal only to the same digits."""

    digits: str

    def __repr__(self) -> str:
        """The digits, as an `int` would show them."""
        return self.digits


Value = str | int | float | bool | HugeInteger | list[Any] | dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Row:
    """`values` by field name, only the fields that occur; `extra` cells lie beyond the header of a CSV."""

    values: dict[str, Value]
    extra: Sequence[str] = ()


@dataclass(frozen=True)
class RowNote:
    """A row a warning points at: `row_index` from 0, and the number of cells concerned when there is one."""

    row_index: int
    cells: int | None = None


@dataclass(frozen=True)
class ParseWarning:
    """Something the owner should know though the data was accepted; `count` in all, a few `rows` and `fields` named."""

    code: str
    message: str
    count: int
    rows: tuple[RowNote, ...] = ()
    fields: tuple[str, ...] = ()


class Parser(Protocol):
    """A format. The rest is complete once `rows` is exhausted."""

    @property
    def fields(self) -> Sequence[str]:
        """Distinct field names in file order."""
        ...

    @property
    def blank_lines(self) -> int | None:
        """Lines without a row, skipped; `None` where the format has no such thing."""
        ...

    def rows(self) -> Iterator[Row]:
        """The rows in file order; raises `InvalidDataset` where one cannot be read."""
        ...

    def warnings(self) -> list[ParseWarning]:
        """At most one warning of each code."""
        ...
