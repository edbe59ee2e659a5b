"""What stands out: rows that repeat earlier ones, numbers far from the rest."""

import hashlib
import math
from dataclasses import dataclass
from fractions import Fraction

from tests.processing.reference.parsers.row import Row, Value
from tests.processing.reference.stats import CHUNK_VALUES, FieldCounts, NumericSummary, unsigned_zero

from dataset_processor.processing.progress import Tick

DIGEST_BYTES = 16
EXAMPLES = 5
FEWEST_NUMBERS = 4
FENCE_WIDTH = 1.5


@dataclass(frozen=True)
class DuplicateRows:
    """`extra_copies` rows equal an earlier row; they and their first rows are `rows_involved`, in `groups` of equals.

    `examples` holds the row indices of the first extra copies.
    """

    extra_copies: int
    groups: int
    examples: tuple[int, ...]

    @property
    def rows_involved(self) -> int:
        """Extra copies and the row each of them repeats."""
        return self.extra_copies + self.groups


class DuplicateCounter:
    """Finds rows equal to earlier ones, by JSON type and value.

    It keeps 128 bits (BLAKE2b) of each distinct row: two different rows are taken for equal with a probability below
    n² / 2¹²⁹ for n rows.
    """

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._repeated: set[bytes] = set()
        self._extra_copies = 0
        self._examples: list[int] = []

    def add(self, row_index: int, row: Row) -> None:
        """Compare a row with all before it."""
        digest = hashlib.blake2b(row_identity(row).encode("utf-8"), digest_size=DIGEST_BYTES).digest()
        if digest not in self._seen:
            self._seen.add(digest)
            return
        self._repeated.add(digest)
        self._extra_copies += 1
        if len(self._examples) < EXAMPLES:
            self._examples.append(row_index)

    def result(self) -> DuplicateRows:
        """What was found so far."""
        return DuplicateRows(self._extra_copies, len(self._repeated), tuple(self._examples))


def row_identity(row: Row) -> str:
    """A text that two rows share exactly when they are equal.

    `true`, `1`, `"1"` and `1.0` all differ, so do an absent key and null, a missing cell and an empty one; extra cells
    count. The order of keys does not matter, at any depth. NaN equals NaN, and -0.0 equals 0.0.
    """
    parts: list[str] = []
    _append_identity(row.values, parts)
    if row.extra:
        parts.append(repr(list(row.extra)))
    return "".join(parts)


def _append_identity(value: Value, parts: list[str]) -> None:
    if isinstance(value, dict):
        parts.append("{")
        for key in sorted(value):
            parts.append(repr(key))
            parts.append(":")
            _append_identity(value[key], parts)
        parts.append("}")
    elif isinstance(value, list):
        parts.append("[")
        for item in value:
            _append_identity(item, parts)
        parts.append("]")
    else:
        parts.append(repr(unsigned_zero(value) if isinstance(value, float) else value))
        parts.append(",")


@dataclass(frozen=True)
class OutlierExample:
    """A number outside the fences and the index of its row, from 0."""

    row_index: int
    value: float


@dataclass(frozen=True)
class Outliers:
    """Numbers of one field below and above its fences; a fence beyond a double is `None` and excludes nothing."""

    lower_fence: float | None
    upper_fence: float | None
    below: int
    above: int
    examples: tuple[OutlierExample, ...]

    @property
    def count(self) -> int:
        """Outliers on both sides."""
        return self.below + self.above


def can_have_outliers(field: FieldCounts, summary: NumericSummary) -> bool:
    """At least four finite numbers, and an interquartile range above zero."""
    return len(field.values) >= FEWEST_NUMBERS and summary.q3 - summary.q1 > 0


def find_outliers(field: FieldCounts, summary: NumericSummary, tick: Tick) -> Outliers:
    """Values outside [Q1 - 1.5·IQR, Q3 + 1.5·IQR] (Tukey's fences), the first examples in file order."""
    lower, upper = _fences(summary)
    below = above = 0
    examples: list[OutlierExample] = []
    for index, value in enumerate(field.values):
        if index % CHUNK_VALUES == 0:
            tick(min(CHUNK_VALUES, len(field.values) - index))
        if lower <= value <= upper:
            continue
        below += value < lower
        above += value > upper
        if len(examples) < EXAMPLES:
            examples.append(OutlierExample(field.row_indices[index], unsigned_zero(value)))
    return Outliers(_finite(lower), _finite(upper), below, above, tuple(examples))


def _fences(summary: NumericSummary) -> tuple[float, float]:
    """In doubles; where 1.5·IQR is beyond them the fences themselves may not be, and are computed exactly."""
    reach = FENCE_WIDTH * (summary.q3 - summary.q1)
    if math.isfinite(reach):
        return summary.q1 - reach, summary.q3 + reach
    q1, q3 = Fraction(summary.q1), Fraction(summary.q3)
    exact_reach = Fraction(FENCE_WIDTH) * (q3 - q1)
    return _nearest_double(q1 - exact_reach), _nearest_double(q3 + exact_reach)


def _nearest_double(number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _finite(fence: float) -> float | None:
    return unsigned_zero(fence) if abs(fence) != float("inf") else None
