"""What is said of a column besides its numbers: its type, its different and its frequent values, lengths of texts."""

import json
import math
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from dataset_processor.processing.errors import counted, quoted
from dataset_processor.processing.kernels import kinds, tally
from dataset_processor.processing.kernels.distinct import HIGHEST_RANK, REGISTERS
from dataset_processor.processing.parsers.batch import Array
from dataset_processor.processing.parsers.parse_warning import ParseWarning, RowNote
from dataset_processor.processing.tallies import KeptValue, KeptValues, Tallies

MOST_TOP_VALUES = 10
EXACT_INTEGERS = 2**53
NAMED_IN_WARNING = 5
SHOWN_NAME_CHARACTERS = 200
BOOLEAN_WORDS = (frozenset({b"true", b"false"}), frozenset({b"yes", b"no"}))
DATE_CLASSES = (kinds.DATE_CELL, kinds.DAY_OR_MONTH_CELL, kinds.DAY_FIRST_CELL, kinds.MONTH_FIRST_CELL)


class FieldType(StrEnum):
    """What the non-null values of a field have in common."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    CODE = "code"
    TEXT = "text"
    NESTED = "nested"
    MIXED = "mixed"
    EMPTY = "empty"


@dataclass(frozen=True)
class ColumnCounts:
    """A column's values by kind; `leading_zeros` counts integers in strings like `007`."""

    explicit_nulls: int
    empty: int
    whitespace: int
    integers: int
    reals: int
    non_finite: int
    leading_zeros: int
    booleans: int
    texts: int
    dates: int
    nested: int

    @classmethod
    def of(cls, counts: Array) -> "ColumnCounts":
        """From a row of `Tallies.counts`."""
        found: list[int] = counts.tolist()
        return cls(
            explicit_nulls=found[kinds.NULL_CELL],
            empty=found[kinds.EMPTY_CELL],
            whitespace=found[kinds.BLANK_CELL],
            integers=found[kinds.INTEGER_CELL],
            reals=found[kinds.REAL_CELL],
            non_finite=found[tally.NON_FINITE],
            leading_zeros=found[tally.LEADING_ZEROS],
            booleans=found[kinds.BOOLEAN_CELL],
            texts=found[kinds.TEXT_CELL],
            dates=sum(found[date] for date in DATE_CLASSES),
            nested=found[kinds.NESTED_CELL],
        )

    @property
    def nulls(self) -> int:
        """Nulls of every kind; absent keys are not among them."""
        return self.explicit_nulls + self.empty + self.whitespace

    @property
    def numbers(self) -> int:
        """All values that are numbers, the not finite ones included."""
        return self.integers + self.reals

    @property
    def finite(self) -> int:
        """Numbers that take part in statistics."""
        return self.numbers - self.non_finite

    @property
    def non_null(self) -> int:
        """Values that are not null."""
        return self.numbers + self.booleans + self.texts + self.dates + self.nested

    @property
    def occurrences(self) -> int:
        """Rows in which the field occurs."""
        return self.non_null + self.nulls

    @property
    def is_numeric(self) -> bool:
        """All non-null values are numbers and at least one of them is finite."""
        return self.finite > 0 and self.numbers == self.non_null


def finite_numbers(counts: Array) -> Array:
    """`ColumnCounts.finite` of each row of `Tallies.counts`."""
    numbers: Array = counts[:, kinds.INTEGER_CELL] + counts[:, kinds.REAL_CELL] - counts[:, tally.NON_FINITE]
    return numbers


def type_of(counts: ColumnCounts, values: KeptValues | None) -> FieldType:
    """The one kind all non-null values have, else mixed; empty without any. `values` are all different ones, if few."""
    if not counts.non_null:
        return FieldType.EMPTY
    texts = counts.texts + counts.dates
    if counts.non_null not in (counts.numbers, counts.booleans, texts, counts.nested):
        return FieldType.MIXED
    if counts.numbers:
        return _number_type(counts)
    if counts.nested:
        return FieldType.NESTED
    if counts.booleans or _are_booleans(values):
        return FieldType.BOOLEAN
    return FieldType.DATE if counts.dates == texts else FieldType.TEXT


def _number_type(counts: ColumnCounts) -> FieldType:
    if counts.reals:
        return FieldType.NUMBER
    return FieldType.CODE if counts.leading_zeros else FieldType.INTEGER


def _are_booleans(values: KeptValues | None) -> bool:
    if values is None:
        return False
    words = (value.data.strip().lower() for value in values if value.kind == kinds.TEXT)
    candidates = set(BOOLEAN_WORDS)
    for word in words:
        if word:
            candidates = {pair for pair in candidates if word in pair}
        if not candidates:
            return False
    return True


@dataclass(frozen=True)
class Distinct:
    """How many different non-null values there are: exactly, or by a sketch with its relative standard error."""

    count: int
    is_exact: bool
    relative_error: float


def distinct_of(tallies: Tallies, column: int, values: KeptValues | None, non_null: int) -> Distinct:
    """Exact while the values were few enough to be kept, else the estimate of a HyperLogLog sketch."""
    if values is not None:
        return Distinct(len(values), is_exact=True, relative_error=0.0)
    error = 1.04 / math.sqrt(REGISTERS)
    estimate = min(estimated_count(tallies.registers[column]), non_null)
    return Distinct(estimate, is_exact=False, relative_error=round(error, 4))


def estimated_count(registers: Array) -> int:
    """HyperLogLog's estimate (Flajolet and others, 2007), with linear counting while registers are empty."""
    size = len(registers)
    ranks: list[int] = np.bincount(registers, minlength=HIGHEST_RANK + 1).tolist()
    inverse = sum(count << (HIGHEST_RANK - rank) for rank, count in enumerate(ranks) if count)
    harmonic = inverse / (1 << HIGHEST_RANK)
    raw = 0.7213 / (1 + 1.079 / size) * size * size / harmonic
    empty = ranks[0]
    if raw <= 2.5 * size and empty:
        return round(size * math.log(size / empty))
    return round(raw)


@dataclass(frozen=True)
class TopValue:
    """A frequent value as JSON shows it; a string that is cut lost its end, a large integer is one of digits."""

    value: Any
    count: int
    is_cut: bool


def top_values(values: KeptValues | None) -> tuple[TopValue, ...] | None:
    """The most frequent values, the more frequent first, equally frequent ones by their bytes; no lists or objects."""
    if values is None:
        return None
    ranked = sorted(
        values.frequent(MOST_TOP_VALUES), key=lambda value: (-value.count, value.kind, value.data, value.is_cut)
    )
    return tuple(TopValue(_shown(value), value.count, value.is_cut) for value in ranked[:MOST_TOP_VALUES])


def _shown(value: KeptValue) -> Any:
    if value.kind in {int(kinds.TRUE), int(kinds.FALSE)}:
        return bool(value.kind == kinds.TRUE)
    if value.kind == kinds.REAL:
        (number,) = struct.unpack("<d", value.data)
        return number if math.isfinite(number) else json.dumps(number)
    text = value.data.decode("utf-8", "ignore" if value.is_cut else "surrogatepass")
    if value.kind == kinds.INTEGER and not value.is_cut and abs(int(text)) <= EXACT_INTEGERS:
        return int(text)
    return text


@dataclass(frozen=True)
class TextLengths:
    """Lengths of texts and dates in characters (code points); the mean is correctly rounded."""

    min: int
    max: int
    mean: float


def text_lengths(column: ColumnCounts, counts: Array) -> TextLengths | None:
    """From a column's counts and their row of `Tallies.counts`; `None` where there is no text."""
    texts = column.texts + column.dates
    if not texts:
        return None
    mean = int(counts[tally.CHARACTERS]) / texts
    return TextLengths(int(counts[tally.SHORTEST]), int(counts[tally.LONGEST]), mean)


def date_warnings(fields: list[str], counts: Array) -> list[ParseWarning]:
    """Columns with dates like 03/04/2024 in which the order of day and month is unclear, or not the same throughout."""
    unclear, days, months = (
        counts[:, kind] > 0 for kind in (kinds.DAY_OR_MONTH_CELL, kinds.DAY_FIRST_CELL, kinds.MONTH_FIRST_CELL)
    )
    ambiguous = np.flatnonzero(unclear & ~days & ~months).tolist()
    mixed = np.flatnonzero(days & months).tolist()
    found = []
    if ambiguous:
        rows = sorted(int(counts[column, tally.FIRST_UNCLEAR_DATE]) for column in ambiguous)[:NAMED_IN_WARNING]
        message = f"{_named(fields, ambiguous)}: nothing tells whether the day or the month comes first in the dates."
        notes = tuple(RowNote(row) for row in rows)
        found.append(ParseWarning("ambiguous_dates", message, len(ambiguous), notes, _names(fields, ambiguous)))
    if mixed:
        message = f"{_named(fields, mixed)}: some dates have the day first, others the month."
        found.append(ParseWarning("mixed_date_orders", message, len(mixed), fields=_names(fields, mixed)))
    return found


def _names(fields: list[str], columns: list[int]) -> tuple[str, ...]:
    return tuple(fields[column][:SHOWN_NAME_CHARACTERS] for column in columns[:NAMED_IN_WARNING])


def _named(fields: list[str], columns: list[int]) -> str:
    rest = ", …" if len(columns) > NAMED_IN_WARNING else ""
    return f"{counted(len(columns), 'column')} ({', '.join(map(quoted, _names(fields, columns)))}{rest})"
