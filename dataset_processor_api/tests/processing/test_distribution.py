"""Fences, outliers and bins: every number is where comparing it with the published edges puts it."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.processing.reference import anomalies as reference
from tests.processing.reference.stats import NumericSummary, quartiles

from dataset_processor.processing.distribution import (
    EXACT_INTEGERS,
    MOST_BINS,
    MOST_EXAMPLES,
    Histogram,
    Outliers,
    Spread,
    _bin_count,
    _exact_bin_count,
    bin_edges,
    distribution,
    fences,
    sorted_distribution,
)
from dataset_processor.processing.parsers.batch import Array

LARGEST = 1.7976931348623157e308
SMALLEST = 5e-324
FINITE = st.floats(allow_nan=False, allow_infinity=False)
HARD = st.sampled_from([0.0, SMALLEST, -SMALLEST, LARGEST, -LARGEST, 1e308, -1e308, 1e300, 2.0**53 + 2, 1.0])
PRICES = st.integers(-500, 3000).map(lambda cents: cents / 100)
SMALL = st.integers(-12, 12).map(float)
WHOLE = st.integers(-(2**54), 2**54).map(float)
KINDS = (FINITE, HARD, PRICES, SMALL, WHOLE, SMALL | HARD, PRICES | HARD)
LISTS = st.one_of(*(st.lists(kind, min_size=1, max_size=60) for kind in KINDS))


@dataclass
class Rows:
    """A segment of every second row from `first_row` on."""

    first_row: int
    numbers: Array

    @property
    def count(self) -> int:
        return len(self.numbers)

    def values(self) -> Array:
        return self.numbers

    def row_index(self, position: int) -> int:
        return self.first_row + 2 * position


def spread_of(values: Array) -> Spread:
    q1, _, q3 = (part + 0.0 for part in quartiles(np.sort(values).tolist(), len(values), lambda _: None))
    whole = all(value.is_integer() for value in values.tolist())
    return Spread(len(values), float(values.min()), q1, q3, float(values.max()), whole)


def segments_of(values: Array, size: int) -> list[Rows]:
    return [Rows(2 * start, values[start : start + size]) for start in range(0, len(values), size)]


def distribution_of(values: Array, size: int = 1000) -> tuple[Outliers | None, Histogram]:
    return distribution(spread_of(values), segments_of(values, size))


def bins_by_comparison(values: Array, histogram: Histogram) -> list[int]:
    edges = histogram.edges
    last = len(edges) - 2
    return [
        sum(edges[i] <= value and (value < edges[i + 1] or (i == last and value == edges[-1])) for value in values)
        for i in range(last + 1)
    ]


@settings(max_examples=400)
@given(LISTS, st.integers(1, 70), st.randoms(use_true_random=False))
def test_outliers_and_bins_are_those_of_comparing_every_number(values: list[float], size: int, random: object) -> None:
    numbers = np.array(values) + 0.0
    spread, segments = spread_of(numbers), segments_of(numbers, size)
    assert hasattr(random, "shuffle")
    random.shuffle(segments)
    outliers, histogram = distribution(spread, segments)
    lower, upper = fences(spread.q1, spread.q3) if outliers else (-math.inf, math.inf)
    inside = numbers[(numbers >= lower) & (numbers <= upper)]
    below, above = int((numbers < lower).sum()), int((numbers > upper).sum())
    assert list(histogram.counts) == bins_by_comparison(inside, histogram)
    assert sum(histogram.counts) == len(inside)
    assert (histogram.below, histogram.above) == (below, above)
    if outliers:
        assert (outliers.below, outliers.above) == (below, above)
        rows = [2 * int(place) for place in np.flatnonzero((numbers < lower) | (numbers > upper))[:MOST_EXAMPLES]]
        assert [example.row_index for example in outliers.examples] == rows
        assert [example.value for example in outliers.examples] == [values[row // 2] for row in rows]


@settings(max_examples=400)
@given(LISTS, st.integers(1, 70))
def test_of_sorted_numbers_the_same_is_said(values: list[float], size: int) -> None:
    numbers = np.array(values) + 0.0
    spread, segments = spread_of(numbers), segments_of(numbers, size)
    found = sorted_distribution(spread, np.sort(numbers), segments)
    assert repr(found) == repr(distribution(spread, segments))


@given(LISTS, st.integers(4, 10**9))
def test_rounding_never_decides_how_many_bins_there_are(values: list[float], count: int) -> None:
    spread = spread_of(np.array(values) + 0.0)
    assume(spread.q1 < spread.q3)
    spread = replace(spread, count=count)
    assert _bin_count(spread, spread.min, spread.max) == _exact_bin_count(spread, spread.min, spread.max)


@given(st.integers(1, 24), st.integers(1, 50), st.sampled_from([0.1, 1.0, 1e-320, 1e300]))
def test_a_width_that_fits_exactly_or_nearly_has_the_bins_that_it_has_exactly(bins: int, n: int, unit: float) -> None:
    for high in (2 * bins * unit, math.nextafter(2 * bins * unit, math.inf), math.nextafter(2 * bins * unit, 0)):
        spread = Spread(count=n**3, min=0.0, q1=0.0, q3=n * unit, max=high, all_integers=False)
        assert _bin_count(spread, 0.0, high) == _exact_bin_count(spread, 0.0, high)


@given(LISTS)
def test_fences_are_those_of_the_reference(values: list[float]) -> None:
    spread = spread_of(np.array(values) + 0.0)
    summary = NumericSummary(spread.min, spread.q1, spread.q1, spread.q3, spread.max, spread.q1, None)
    assert fences(spread.q1, spread.q3) == reference._fences(summary)
    outliers, _ = distribution_of(np.array(values) + 0.0)
    assert (outliers is not None) == (len(values) >= 4 and spread.q3 - spread.q1 > 0)


@pytest.mark.parametrize(
    ("q1", "q3", "expected"),
    [
        (1.0, 3.0, (-2.0, 6.0)),
        (-1e308, 1e308, (-math.inf, math.inf)),
        (0.0, LARGEST, (-math.inf, math.inf)),
        (-5e307, 5e307, (-math.inf, math.inf)),
        (-LARGEST, -5e307, (-math.inf, 1.4465397022934734e308)),
        (0.1, 0.3, (0.1 - 1.5 * (0.3 - 0.1), 0.3 + 1.5 * (0.3 - 0.1))),
    ],
)
def test_fences(q1: float, q3: float, expected: tuple[float, float]) -> None:
    assert fences(q1, q3) == expected


@given(LISTS)
def test_edges_ascend_from_end_to_end_and_bins_are_few(values: list[float]) -> None:
    spread = spread_of(np.array(values) + 0.0)
    low, high = spread.min, spread.max
    edges = bin_edges(spread, low, high).tolist()
    assert edges == sorted(edges)
    assert edges[0] == low
    assert edges[-1] >= high
    assert 1 <= len(edges) - 1 <= MOST_BINS
    assert all(math.isfinite(edge) for edge in edges)


@given(st.lists(SMALL | st.integers(-(10**6), 10**6).map(float), min_size=2, max_size=60))
def test_bins_of_integers_hold_equally_many_of_them(values: list[float]) -> None:
    spread = spread_of(np.array(values) + 0.0)
    assume(spread.min < spread.max < EXACT_INTEGERS)
    edges = bin_edges(spread, spread.min, spread.max).tolist()
    assert all(edge.is_integer() for edge in edges)
    assert len({after - before for before, after in pairwise(edges)}) == 1


def test_a_rating_has_a_bin_for_each_value() -> None:
    values = np.tile([1.0, 2.0, 3.0, 4.0, 5.0], 100)
    outliers, histogram = distribution_of(values)
    assert outliers is not None
    assert outliers.count == 0
    assert histogram.counts == (100,) * 5


def test_numbers_on_an_edge_belong_to_the_bin_that_begins_there() -> None:
    values = np.arange(1000) / 10
    _, histogram = distribution_of(values)
    assert list(histogram.counts) == bins_by_comparison(values, histogram)
    on_edges = np.array(histogram.edges)
    _, again = distribution(spread_of(values), [Rows(0, on_edges)])
    assert again.counts == (1,) * (len(on_edges) - 2) + (2,)


def test_numbers_next_to_an_edge_are_not_moved_across() -> None:
    values = np.random.default_rng(4).uniform(0.1, 0.7, 500)
    spread = spread_of(values)
    edges = np.array(distribution_of(values)[1].edges)
    near = np.concatenate([np.nextafter(edges[1:-1], -math.inf), np.nextafter(edges[1:-1], math.inf)])
    _, histogram = distribution(spread, [Rows(0, near)])
    assert histogram.counts == (1, *(2,) * (len(edges) - 3), 1)


def test_a_number_on_a_fence_is_no_outlier() -> None:
    values = np.array([-2.0, 1.0, 1.0, 1.0, 2.0, 3.0, 3.0, 3.0, 6.0, 6.5])
    spread = Spread(len(values), -2.0, 1.0, 3.0, 6.5, all_integers=False)
    outliers, histogram = distribution(spread, segments_of(values, 3))
    assert outliers is not None
    assert (outliers.lower_fence, outliers.upper_fence, outliers.below, outliers.above) == (-2.0, 6.0, 0, 1)
    assert (histogram.edges[0], histogram.edges[-1], sum(histogram.counts)) == (-2.0, 6.0, 9)


def test_fences_beyond_a_double_are_none() -> None:
    outliers, histogram = distribution_of(np.array([-1e308, -1e308, 0.0, 1e308, 1e308]))
    assert outliers is not None
    assert (outliers.lower_fence, outliers.upper_fence, outliers.count) == (None, None, 0)
    assert sum(histogram.counts) == 5


@pytest.mark.parametrize("values", [[1.0, 2.0, 900.0], [7.0, 7.0, 7.0, 7.0, 900.0]])
def test_without_fences_everything_is_in_the_histogram(values: list[float]) -> None:
    outliers, histogram = distribution_of(np.array(values))
    assert outliers is None
    assert (sum(histogram.counts), histogram.below, histogram.above) == (len(values), 0, 0)


def test_a_range_beyond_a_double_has_as_many_bins_as_any_other() -> None:
    values = np.linspace(-1, 1, 1001)
    _, usual = distribution_of(values)
    _, beyond = distribution_of(values * LARGEST)
    assert beyond.counts == usual.counts


@given(st.integers(2, 40), st.sampled_from([0.0, 0.1, 1.0, 1e300]))
def test_no_bin_is_without_width_where_doubles_are_sparse(steps: int, start: float) -> None:
    values = np.array([start + place * math.ulp(start) for place in range(steps)])
    edges = distribution_of(values)[1].edges
    assert all(before < after for before, after in pairwise(edges))


def test_equal_numbers_have_one_bin() -> None:
    _, histogram = distribution_of(np.full(9, 0.1))
    assert (histogram.edges, histogram.counts) == ((0.1, 0.1), (9,))


def test_one_number_far_away_leaves_the_histogram_as_it_was() -> None:
    values = np.random.default_rng(8).normal(size=10_000)
    _, plain = distribution_of(values)
    _, with_outlier = distribution_of(np.append(values, 1e300))
    assert with_outlier.above == plain.above + 1
    assert len(with_outlier.counts) == len(plain.counts)
    assert min(with_outlier.counts[8:16]) > 100


def test_first_outliers_come_from_whichever_segment_is_first_in_the_file() -> None:
    values = np.zeros(10_000)
    values[::3], values[1::3] = -1.0, 1.0
    values[[20, 4000, 4001, 4002, 7000, 7001, 9999]] = [50.0, -60.0, 70.0, 80.0, 90.0, 91.0, 92.0]
    for size in (1, 7, 1023, 1024, 1025, 4001, 10_000):
        outliers, _ = distribution(spread_of(values), segments_of(values, size)[::-1])
        assert outliers is not None
        assert (outliers.below, outliers.above) == (1, 6)
        shown = [(example.row_index, example.value) for example in outliers.examples]
        assert shown == [(40, 50.0), (8000, -60.0), (8002, 70.0), (8004, 80.0), (14000, 90.0)]


@pytest.mark.parametrize("kind", ["integers", "prices", "normal", "subnormal", "huge"])
def test_a_million_numbers(kind: str) -> None:
    rng = np.random.default_rng(6)
    values = {
        "integers": rng.integers(0, 1001, 10**6).astype(np.float64),
        "prices": np.round(rng.gamma(2, 40, 10**6), 2),
        "normal": rng.normal(size=10**6),
        "subnormal": rng.integers(-(10**6), 10**6, 10**6) * SMALLEST,
        "huge": rng.uniform(-1, 1, 10**6) * LARGEST,
    }[kind]
    outliers, histogram = distribution_of(values, 65_537)
    lower, upper = fences(spread_of(values).q1, spread_of(values).q3)
    inside = values[(values >= lower) & (values <= upper)]
    edges = np.array(histogram.edges)
    places = np.minimum(np.searchsorted(edges, inside, side="right"), len(edges) - 1) - 1
    assert list(histogram.counts) == np.bincount(places, minlength=len(edges) - 1).tolist()
    assert outliers is not None
    assert outliers.count + sum(histogram.counts) == 10**6


def test_integers_above_the_fence_lie_above_the_last_edge() -> None:
    spread = Spread(count=5, min=0.0, q1=3.0, q3=6.0, max=11.0, all_integers=True)
    assert fences(spread.q1, spread.q3) == (-1.5, 10.5)
    edges = bin_edges(spread, 0.0, 10.5)
    assert edges[-1] == 10.5
    assert edges[-2] <= 10.0
