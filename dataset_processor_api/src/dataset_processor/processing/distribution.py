"""Outliers and histogram of a column's numbers, exact."""

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Protocol

import numpy as np

from dataset_processor.processing.kernels.distribution import ABOVE, BELOW, EXAMPLES, TALLY_SLOTS, distribute
from dataset_processor.processing.parsers.batch import Array

MOST_EXAMPLES = 5
FEWEST_NUMBERS = 4
FENCE_WIDTH = 1.5
MOST_BINS = 24
EXACT_INTEGERS = 2.0**53
CUBES = [bins**3 for bins in range(1, MOST_BINS)]
DOUBT = 1e-12  # far more than what a few roundings change


class Segment(Protocol):
    """Some of a column's numbers, in the order of the file."""

    @property
    def count(self) -> int:
        """How many numbers there are."""
        ...

    @property
    def first_row(self) -> int:
        """No number stands in a row before this one."""
        ...

    def values(self) -> Array:
        """The numbers as doubles; not to be changed."""
        ...

    def row_index(self, position: int) -> int:
        """The row of the file in which the number at a position stands, from 0."""
        ...


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


@dataclass(frozen=True)
class Histogram:
    """`counts[i]` numbers from `edges[i]` on and below `edges[i + 1]`, the last bin with its upper edge.

    The bins cover what lies inside the fences; `below` and `above` are the numbers outside.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    below: int
    above: int


@dataclass(frozen=True)
class Spread:
    """What a pass over a column's numbers needs to know of them."""

    count: int
    min: float
    q1: float
    q3: float
    max: float
    all_integers: bool

    @property
    def has_fences(self) -> bool:
        """At least four finite numbers, and an interquartile range above zero."""
        return self.count >= FEWEST_NUMBERS and self.q3 - self.q1 > 0


def distribution(spread: Spread, segments: Iterable[Segment]) -> tuple[Outliers | None, Histogram]:
    """Values outside [Q1 - 1.5·IQR, Q3 + 1.5·IQR] (Tukey's fences), the first in file order; and all others in bins.

    Segments come in any order. Without fences there are no outliers, and the histogram covers all numbers.
    """
    lower, upper = _limits(spread)
    edges = bin_edges(spread, max(spread.min, lower), min(spread.max, upper))
    counts = np.zeros(len(edges) - 1, np.int64)
    totals = np.zeros(TALLY_SLOTS, np.int64)
    examples: list[tuple[int, float]] = []
    places = np.zeros(MOST_EXAMPLES, np.int64)
    for segment in segments:
        values = segment.values()
        are_known = len(examples) == MOST_EXAMPLES and examples[-1][0] < segment.first_row
        totals[EXAMPLES] = MOST_EXAMPLES if are_known else 0
        distribute(values, lower, upper, edges, counts, totals, places)
        if not are_known and totals[EXAMPLES]:
            found = [(segment.row_index(place), float(values[place])) for place in places[: totals[EXAMPLES]].tolist()]
            examples = sorted(examples + found)[:MOST_EXAMPLES]
    histogram = Histogram(tuple(edges.tolist()), tuple(counts.tolist()), int(totals[BELOW]), int(totals[ABOVE]))
    return _outliers(spread, (lower, upper), histogram, examples), histogram


def sorted_distribution(
    spread: Spread, ordered: Array, segments: Iterable[Segment]
) -> tuple[Outliers | None, Histogram]:
    """The same of numbers that are there in ascending order too; segments come by their first rows."""
    lower, upper = _limits(spread)
    edges = bin_edges(spread, max(spread.min, lower), min(spread.max, upper))
    below, end = int(ordered.searchsorted(lower)), int(ordered.searchsorted(upper, "right"))
    ends = [below, *ordered.searchsorted(edges[1:-1]).tolist(), end]
    counts = tuple(after - before for before, after in pairwise(ends))
    histogram = Histogram(tuple(edges.tolist()), counts, below, len(ordered) - end)
    examples = _first_outside(segments, lower, upper) if len(ordered) > end - below else []
    return _outliers(spread, (lower, upper), histogram, examples), histogram


def _limits(spread: Spread) -> tuple[float, float]:
    return fences(spread.q1, spread.q3) if spread.has_fences else (-math.inf, math.inf)


def _first_outside(segments: Iterable[Segment], lower: float, upper: float) -> list[tuple[int, float]]:
    examples: list[tuple[int, float]] = []
    for segment in segments:
        if len(examples) == MOST_EXAMPLES and examples[-1][0] < segment.first_row:
            break
        values = segment.values()
        places = np.flatnonzero((values < lower) | (values > upper))[:MOST_EXAMPLES].tolist()
        found = [(segment.row_index(place), float(values[place])) for place in places]
        examples = sorted(examples + found)[:MOST_EXAMPLES]
    return examples


def _outliers(
    spread: Spread, limits: tuple[float, float], histogram: Histogram, examples: list[tuple[int, float]]
) -> Outliers | None:
    if not spread.has_fences:
        return None
    lower, upper = map(_finite, limits)
    named = tuple(OutlierExample(row_index, value) for row_index, value in examples)
    return Outliers(lower, upper, histogram.below, histogram.above, named)


def fences(q1: float, q3: float) -> tuple[float, float]:
    """In doubles; where 1.5·IQR is beyond them the fences themselves may not be, and are computed exactly."""
    reach = FENCE_WIDTH * (q3 - q1)
    if math.isfinite(reach):
        return q1 - reach, q3 + reach
    exact1, exact3 = Fraction(q1), Fraction(q3)
    exact_reach = Fraction(FENCE_WIDTH) * (exact3 - exact1)
    return _nearest_double(exact1 - exact_reach), _nearest_double(exact3 + exact_reach)


def bin_edges(spread: Spread, low: float, high: float) -> Array:
    """Edges of bins of equal width from `low` to at least `high`.

    The width is that of Freedman and Diaconis (1981), 2·IQR / ∛n, or of Sturges (1926) where the IQR is 0; at most 24
    bins. Bins of integers have a whole width, so that each holds as many of them; where some lie above the fence,
    the last ends half a unit above the last integer inside.
    """
    if low == high:
        return np.array([low, high])
    bins = _bin_count(spread, low, high)
    if spread.all_integers and max(abs(low), abs(high)) < EXACT_INTEGERS:
        first, last = math.ceil(low), math.floor(high)
        width = max(1, -(-(last - first + 1) // bins))
        steps = -(-(last - first + 1) // width)
        edges = first + width * np.arange(steps + 1, dtype=np.float64)
        if high < spread.max:
            edges[-1] = min(edges[-1], last + 0.5)
        return edges
    parts, others = _parts(bins)
    edges = low * others + high * parts + 0.0
    edges[0], edges[-1] = low, high
    return edges if (edges[1:] > edges[:-1]).all() else np.unique(np.clip(edges, low, high))


@cache
def _parts(bins: int) -> tuple[Array, Array]:
    parts = np.arange(bins + 1) / bins
    return parts, 1 - parts


def _bin_count(spread: Spread, low: float, high: float) -> int:
    """The same everywhere, and right where the range is beyond a double."""
    if spread.q1 == spread.q3:
        return min((spread.count - 1).bit_length() + 1, MOST_BINS)
    width, range_ = 2 * (spread.q3 - spread.q1), high - low
    if math.isfinite(width) and math.isfinite(range_):
        widths = range_ / width
        cubed = spread.count * widths * widths * widths
        bins = bisect_left(CUBES, cubed * (1 - DOUBT)) + 1
        if bins == bisect_left(CUBES, cubed * (1 + DOUBT)) + 1:
            return bins
    return _exact_bin_count(spread, low, high)


def _exact_bin_count(spread: Spread, low: float, high: float) -> int:
    widths = (Fraction(high) - Fraction(low)) / (2 * (Fraction(spread.q3) - Fraction(spread.q1)))
    return bisect_left(CUBES, spread.count * widths**3) + 1


def _nearest_double(number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _finite(fence: float) -> float | None:
    return fence + 0.0 if math.isfinite(fence) else None
