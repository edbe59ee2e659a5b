"""Quartiles without sorting: exact for every shape of data, however it is cut into chunks."""

from collections.abc import Iterator
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.processing.reference.stats import quartiles as reference_quartiles

from dataset_processor.processing import selection
from dataset_processor.processing.parsers.batch import Array
from dataset_processor.processing.selection import quartiles, select

LARGEST = 1.7976931348623157e308
SMALLEST = 5e-324
FINITE = st.floats(allow_nan=False, allow_infinity=False)
HARD = st.sampled_from(
    [0.0, SMALLEST, -SMALLEST, 2 * SMALLEST, LARGEST, -LARGEST, 2.0**53, 2.0**53 - 1, -(2.0**53) - 2, 1e300, 1.0]
)
CROWDED = st.integers(0, 50).map(lambda steps: 1.0 + steps * 2.0**-52)
PRICES = st.integers(-500, 10**5).map(lambda cents: cents / 100)
SMALL = st.integers(-3, 3).map(float)
WHOLE = st.integers(-(2**53), 2**53).map(float)

# On either side of where one counter of the first pass ends and the next begins, when 0 and 1e300 are there too.
EDGE_BITS, COUNTER_BITS = 0x3FF0000000000000, 47
EDGES = st.builds(
    lambda counter, steps, scale: float(
        np.uint64(EDGE_BITS + (counter << COUNTER_BITS) + steps * 2**scale).view(np.float64)
    ),
    st.integers(1, 4),
    st.integers(-4, 4),
    st.integers(0, 45),
)
KINDS = (
    EDGES,
    EDGES | st.sampled_from([0.0, 1e300]),
    FINITE,
    HARD,
    CROWDED,
    PRICES,
    SMALL,
    WHOLE,
    HARD | CROWDED,
    SMALL | PRICES,
)
LISTS = st.one_of(*(st.lists(kind, min_size=1, max_size=60) for kind in KINDS))


class Chunked:
    """Values in chunks of some size, which may be asked for again and again."""

    def __init__(self, values: list[float] | Array, size: int) -> None:
        self.values: Array = np.array(values, np.float64) + 0.0
        self.size = size

    def __call__(self) -> Iterator[Array]:
        return (self.values[start : start + self.size] for start in range(0, len(self.values), self.size))

    @property
    def extremes(self) -> tuple[float, float]:
        return float(self.values.min()), float(self.values.max())


def expected(values: Array) -> tuple[float, float, float]:
    return reference_quartiles(np.sort(values).tolist(), len(values), lambda _: None)


def same(found: tuple[float, ...], wanted: tuple[float, ...]) -> bool:
    return list(map(repr, found)) == list(map(repr, wanted))


@settings(max_examples=300)
@given(LISTS, st.integers(1, 70), st.sampled_from([1, 2, 5, 1 << 18]))
def test_quartiles_are_those_of_the_sorted_numbers(values: list[float], size: int, few: int) -> None:
    chunks = Chunked(values, size)
    with mock.patch.object(selection, "FEW_VALUES", few):
        found = quartiles(chunks, len(values), *chunks.extremes)
    assert same(found, expected(chunks.values))


@settings(max_examples=300)
@given(LISTS, st.integers(1, 70), st.sampled_from([1, 3, 1 << 18]))
def test_every_rank_can_be_asked_for(values: list[float], size: int, few: int) -> None:
    chunks = Chunked(values, size)
    ranks = list(range(len(values)))
    with mock.patch.object(selection, "FEW_VALUES", few):
        found = select(chunks, ranks, *chunks.extremes)
    assert same(tuple(found), tuple(np.sort(chunks.values).tolist()))


def from_bits(bits: int) -> float:
    return float(np.uint64(bits).view(np.float64))


@pytest.mark.parametrize("first", ["beyond", "within"])
@pytest.mark.parametrize("size", [7, 1000])
def test_values_beyond_the_counter_that_is_looked_at_alone_are_not_collected(first: str, size: int) -> None:
    within = [from_bits(EDGE_BITS + (1 << 30))] * 120 + [from_bits(EDGE_BITS + (1 << COUNTER_BITS) - 1)] * 150
    beyond = [from_bits(EDGE_BITS + (1 << COUNTER_BITS))] * 200
    values = [0.0, *(beyond + within if first == "beyond" else within + beyond), 1e300]
    chunks = Chunked(values, size)
    with mock.patch.object(selection, "FEW_VALUES", 262):
        assert same(quartiles(chunks, len(values), 0.0, 1e300), expected(chunks.values))


def test_more_values_than_were_counted_are_an_error_and_not_written() -> None:
    chunks = Chunked([1.0, 1.5, 2.0], 3)
    wanted = np.ones(8, np.bool_)
    keys = selection._key(1.0), selection._key(2.0)
    shift = (keys[1] - keys[0]).bit_length() - 2
    assert list(selection._collected(chunks, keys, shift, wanted, 3)) == [1.0, 1.5, 2.0]
    with pytest.raises(RuntimeError, match="3 values were collected where 2 were counted"):
        selection._collected(chunks, keys, shift, wanted, 2)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 8, 9])
def test_few_numbers(count: int) -> None:
    chunks = Chunked([float(value * value) for value in range(count)], 2)
    assert same(quartiles(chunks, count, *chunks.extremes), expected(chunks.values))


def shapes(count: int) -> dict[str, Array]:
    rng = np.random.default_rng(9)
    whole = rng.integers(0, 1001, count).astype(np.float64)
    return {
        "integers": whole,
        "ratings": rng.integers(1, 6, count).astype(np.float64),
        "numbers of rows": rng.permutation(count).astype(np.float64),
        "prices": np.round(rng.uniform(0, 1000, count), 2),
        "normal": rng.normal(size=count),
        "sorted": np.sort(rng.normal(size=count)),
        "one far away": np.concatenate([whole[1:], [1e300]]),
        "both ends": np.concatenate([whole[2:], [LARGEST, -LARGEST]]),
        "mostly one price": np.where(rng.random(count) < 0.8, 9.99, np.round(rng.uniform(0, 1000, count), 2)),
        "neighbours and both ends": np.concatenate(
            [1.0 + rng.integers(0, 2**20, count - 2) * 2.0**-52, [-LARGEST, LARGEST]]
        ),
        "two values": np.where(rng.random(count) < 0.5, 0.1, 0.2),
        "a fraction at the end": np.concatenate([whole[1:], [0.5]]),
        "magnitudes": 10.0 ** rng.uniform(-300, 300, count),
        "tiny": rng.integers(-1000, 1000, count) * SMALLEST,
        "beyond 2^53": 2.0**53 + 2 * rng.integers(0, 1000, count),
    }


@pytest.mark.parametrize("shape", shapes(9))
def test_a_million_numbers(shape: str) -> None:
    chunks = Chunked(shapes(1_000_000)[shape], 77_777)
    assert same(quartiles(chunks, len(chunks.values), *chunks.extremes), expected(chunks.values))


@pytest.mark.parametrize("shape", shapes(9))
def test_memory_does_not_grow_with_what_has_to_be_looked_at_again(shape: str) -> None:
    chunks = Chunked(shapes(20_000)[shape], 3000)
    collect = mock.Mock(wraps=selection._collected)
    with mock.patch.multiple(selection, FEW_VALUES=16, _collected=collect):
        found = quartiles(chunks, len(chunks.values), *chunks.extremes)
    assert same(found, expected(chunks.values))
    assert all(call.args[-1] <= 6 * 16 for call in collect.call_args_list)


@pytest.mark.parametrize(
    ("shape", "most"),
    [("integers", 1), ("ratings", 1), ("numbers of rows", 2), ("normal", 2), ("one far away", 2), ("two values", 3)],
)
def test_numbers_are_read_once_or_twice_and_seldom_more(shape: str, most: int) -> None:
    chunks = Chunked(shapes(1_000_000)[shape], 1 << 17)
    read = mock.Mock(wraps=chunks)
    quartiles(read, len(chunks.values), *chunks.extremes)
    assert read.call_count <= most


def test_numbers_that_are_all_equal_need_not_be_read() -> None:
    def unread() -> Iterator[Array]:
        raise AssertionError

    assert quartiles(unread, 10**9, 0.1, 0.1) == (0.1, 0.1, 0.1)
