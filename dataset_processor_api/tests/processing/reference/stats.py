"""Counts of each field and exact statistics of its numbers."""

import heapq
import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.processing.reference.parsers.numbers import number_in
from tests.processing.reference.parsers.row import Value

from dataset_processor.processing.progress import Tick

CHUNK_VALUES = 8192
MANTISSA_BITS = 53


class FieldType(StrEnum):
    """What the non-null values of a field have in common."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    TEXT = "text"
    NESTED = "nested"
    MIXED = "mixed"
    EMPTY = "empty"


class FieldCounts:
    """One field's values by kind, and its finite numbers with the row index of each, in file order.

    Null is `None`, an empty string or one of white space alone. Integers count among `numbers`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.occurrences = 0
        self.explicit_nulls = 0
        self.empty = 0
        self.whitespace = 0
        self.numbers = 0
        self.integers = 0
        self.non_finite = 0
        self.booleans = 0
        self.texts = 0
        self.nested = 0
        self.values = array("d")
        self.row_indices = array("Q")

    def add(self, row_index: int, value: Value) -> None:
        """Count the value the field has in one row."""
        self.occurrences += 1
        if value is None:
            self.explicit_nulls += 1
        elif value == "":
            self.empty += 1
        elif isinstance(value, str) and value.isspace():
            self.whitespace += 1
        elif (number := number_in(value)) is not None:
            self.numbers += 1
            self.integers += number.is_integer
            self._add_number(row_index, number.value)
        elif isinstance(value, bool):
            self.booleans += 1
        elif isinstance(value, str):
            self.texts += 1
        else:
            self.nested += 1

    @property
    def nulls(self) -> int:
        """Nulls of every kind; absent keys are not among them."""
        return self.explicit_nulls + self.empty + self.whitespace

    @property
    def non_nulls(self) -> int:
        """Values that are not null."""
        return self.occurrences - self.nulls

    @property
    def is_numeric(self) -> bool:
        """All non-null values are numbers and at least one of them is finite."""
        return len(self.values) > 0 and self.numbers == self.non_nulls

    @property
    def type(self) -> FieldType:
        """The one kind all non-null values have, else mixed; empty without any."""
        kinds = {
            FieldType.NUMBER: self.numbers,
            FieldType.BOOLEAN: self.booleans,
            FieldType.TEXT: self.texts,
            FieldType.NESTED: self.nested,
        }
        present = [kind for kind, count in kinds.items() if count]
        if len(present) != 1:
            return FieldType.MIXED if present else FieldType.EMPTY
        if present[0] is FieldType.NUMBER and self.integers == self.numbers:
            return FieldType.INTEGER
        return present[0]

    def _add_number(self, row_index: int, value: float) -> None:
        if math.isfinite(value):
            self.values.append(value)
            self.row_indices.append(row_index)
        else:
            self.non_finite += 1


@dataclass(frozen=True)
class NumericSummary:
    """Of at least one finite number. Quartiles are of type 7; `std_dev` divides by n - 1 (ddof 1).

    `std_dev` is `None` for a single number and where it lies beyond a double. A zero is never negative.
    """

    min: float
    q1: float
    median: float
    q3: float
    max: float
    mean: float
    std_dev: float | None


def summarize(values: "array[float]", tick: Tick) -> NumericSummary:
    """The summary of at least one finite number; `tick` is told every value twice: summed and sorted, then merged."""
    total = ExactSum()
    runs: list[array[float]] = []
    for chunk in chunks_of(values):
        total.add(chunk)
        runs.append(array("d", sorted(chunk)))
        tick(len(chunk))
    q1, median, q3 = quartiles(heapq.merge(*runs), len(values), tick)
    return NumericSummary(
        min=unsigned_zero(min(run[0] for run in runs)),
        q1=unsigned_zero(q1),
        median=unsigned_zero(median),
        q3=unsigned_zero(q3),
        max=unsigned_zero(max(run[-1] for run in runs)),
        mean=unsigned_zero(total.mean()),
        std_dev=total.std_dev(),
    )


def chunks_of(values: "array[float]") -> Iterator["array[float]"]:
    """The values in their order, at most 8,192 at a time."""
    for start in range(0, len(values), CHUNK_VALUES):
        yield values[start : start + CHUNK_VALUES]


def quartiles(ascending: Iterable[float], count: int, tick: Tick) -> tuple[float, float, float]:
    """Quartiles by linear interpolation: type 7 of Hyndman and Fan (1996), "Sample Quantiles in Statistical Packages".

    With h = (n - 1)·p, a the value at rank ⌊h⌋ from 0, b the next and t = h - ⌊h⌋: a·(1 - t) + b·t.
    """
    ranks = {part: divmod((count - 1) * part, 4) for part in (1, 2, 3)}
    wanted = {rank + step for rank, _ in ranks.values() for step in (0, 1)}
    last = min(max(wanted), count - 1)
    found: dict[int, float] = {}
    for rank, value in enumerate(ascending):
        if rank in wanted:
            found[rank] = value
        if rank % CHUNK_VALUES == 0:
            tick(min(CHUNK_VALUES, count - rank))
        if rank == last:
            break
    return _between(found, *ranks[1]), _between(found, *ranks[2]), _between(found, *ranks[3])


def _between(found: dict[int, float], rank: int, quarters: int) -> float:
    if not quarters:
        return found[rank]
    t = quarters / 4
    return found[rank] * (1 - t) + found[rank + 1] * t


def unsigned_zero(value: float) -> float:
    """The value, with -0.0 as 0.0."""
    return value + 0.0


class ExactSum:
    """Sum and sum of squares of finite doubles without any rounding, in any order.

    A double is an integer of 53 bits times a power of two; the integers are added up for each power.
    """

    def __init__(self) -> None:
        self._count = 0
        self._sums: defaultdict[int, int] = defaultdict(int)
        self._squares: defaultdict[int, int] = defaultdict(int)

    def add(self, values: Sequence[float]) -> None:
        """Add finite values."""
        self._count += len(values)
        for value in values:
            fraction, exponent = math.frexp(value)
            mantissa = int(math.ldexp(fraction, MANTISSA_BITS))
            self._sums[exponent] += mantissa
            self._squares[exponent] += mantissa * mantissa

    def mean(self) -> float:
        """The double nearest to the exact mean, ties to even; of at least one value. Never overflows."""
        total, scale = self._scaled_total()
        return (total << max(scale, 0)) / (self._count << max(-scale, 0))

    def std_dev(self) -> float | None:
        """The double nearest to √((n·Σx² - (Σx)²) / (n·(n - 1))); `None` below two values or beyond a double."""
        if self._count < 2:
            return None
        total, scale = self._scaled_total()
        lowest = min(self._squares)
        squares = sum(part << 2 * (exponent - lowest) for exponent, part in self._squares.items())
        numerator = self._count * squares - total * total
        denominator = self._count * (self._count - 1)
        try:
            return sqrt_of_ratio(numerator << max(2 * scale, 0), denominator << max(-2 * scale, 0))
        except OverflowError:
            return None

    def _scaled_total(self) -> tuple[int, int]:
        """The sum as an integer, and the power of two it is to be multiplied with."""
        lowest = min(self._sums)
        total = sum(part << (exponent - lowest) for exponent, part in self._sums.items())
        return total, lowest - MANTISSA_BITS


def sqrt_of_ratio(numerator: int, denominator: int) -> float:
    """The double nearest to √(numerator / denominator), the denominator positive.

    As in CPython's `statistics._float_sqrt_of_frac`: an integer root of at least 55 bits, rounded to odd, then one
    correctly rounded division. Raises `OverflowError` beyond a double.
    """
    if not numerator:
        return 0.0
    shift = (numerator.bit_length() - denominator.bit_length() - 109) // 2
    if shift >= 0:
        return float(_root_to_odd(numerator, denominator << 2 * shift) << shift)
    return _root_to_odd(numerator << -2 * shift, denominator) / (1 << -shift)


def _root_to_odd(numerator: int, denominator: int) -> int:
    root = math.isqrt(numerator // denominator)
    return root | (root * root * denominator != numerator)
