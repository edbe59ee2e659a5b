"""Duplicate rows found by their hashes, beside a dictionary of all of them."""

import threading
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_processor.processing.duplicates import (
    BATCH_ROWS,
    DuplicateRows,
    HashPartitions,
    Search,
    SearchSizes,
    empty_table,
    find_duplicates,
)
from dataset_processor.processing.kernels.duplicates import (
    COMPARED_BITS,
    FEWEST_SLOTS,
    MOST_KEYS,
    PARTITIONS,
    USED_SLOTS,
)
from dataset_processor.processing.spill import Array, SpillFull, SpillStore

MIB = 1 << 20
GIB = 1 << 30
FORGOTTEN_BITS = 128 - COMPARED_BITS
NOTHING_FOUND = DuplicateRows(0, 0, ())


@dataclass(frozen=True)
class Rows:
    """Consecutive rows that one thread adds."""

    thread: int
    first_row: int
    hashes: list[tuple[int, int]]


def expected_of(blocks: Iterable[Rows]) -> DuplicateRows:
    counts: Counter[tuple[int, int]] = Counter()
    copies = []
    for block in sorted(blocks, key=lambda block: block.first_row):
        for row, (high, low) in enumerate(block.hashes, block.first_row):
            key = high, low >> FORGOTTEN_BITS
            if counts[key]:
                copies.append(row)
            counts[key] += 1
    return DuplicateRows(len(copies), sum(count > 1 for count in counts.values()), tuple(copies[:5]))


def words(numbers: Sequence[int]) -> Array:
    return np.array(numbers, np.uint64)


def found_in(
    blocks: Iterable[Rows], *, memory_bytes: int = MIB, batch_rows: int = BATCH_ROWS, sizes: SearchSizes | None = None
) -> DuplicateRows:
    with SpillStore(None, memory_bytes, GIB) as store:
        partitions: dict[int, HashPartitions] = {}
        for block in blocks:
            own = partitions.setdefault(block.thread, HashPartitions(store, batch_rows))
            own.add(block.first_row, words([high for high, _ in block.hashes]), words([low for _, low in block.hashes]))
        return find_duplicates(list(partitions.values()), max(len(partitions), 1), nothing, sizes)


def nothing() -> None:
    pass


def random_hashes(rows: int, seed: int = 0) -> tuple[Array, Array]:
    generator = np.random.default_rng(seed)
    return generator.integers(0, 1 << 64, rows, np.uint64), generator.integers(0, 1 << 64, rows, np.uint64)


# Words at the edges of partitions, of what one word of an entry holds, and of the bits that are compared.
HIGH_EDGES = [
    0,
    1,
    (1 << 55) - 1,
    1 << 55,
    (1 << 56) - 1,
    1 << 56,
    (3 << 56) + 1,
    (255 << 56),
    (1 << 64) - 2,
    (1 << 64) - 1,
]
LOW_EDGES = [0, 1, (1 << 9) - 1, 1 << 9, 1 << 55, (1 << 56) - 1, 1 << 56, (1 << 64) - (1 << 9), (1 << 64) - 1]
WORDS = st.integers(0, (1 << 64) - 1)
FEWEST_KEYS = 4  # more than the low halves below, so that hashes that agree in their first word fit in a table
HASHES = st.dictionaries(
    st.sampled_from(HIGH_EDGES) | WORDS | st.integers(0, (1 << 56) - 1),
    st.lists(st.sampled_from(LOW_EDGES) | WORDS, min_size=1, max_size=FEWEST_KEYS - 1),
    min_size=1,
    max_size=10,
).map(lambda lows_of: [(high, low) for high, lows in lows_of.items() for low in lows])
SIZES = st.sampled_from([1, 5, 40])
GAPS = st.sampled_from([0, 0, 0, 1, 1000, (1 << 17) - 1, 1 << 17, (1 << 22) + 1, 1 << 40])


@st.composite
def files(draw: st.DrawFn) -> list[Rows]:
    """Blocks in the order in which threads add them: each thread its own from the first to the last."""
    hashes = draw(HASHES)
    threads = draw(st.integers(1, 4))
    lines: list[list[Rows]] = [[] for _ in range(threads)]
    row = 0
    for _ in range(draw(st.integers(0, 12))):
        row += draw(GAPS)
        block = Rows(
            draw(st.integers(0, threads - 1)), row, draw(st.lists(st.sampled_from(hashes), max_size=draw(SIZES)))
        )
        lines[block.thread].append(block)
        row += len(block.hashes)
    turns = draw(st.permutations([block.thread for line in lines for block in line]))
    return [lines[thread].pop(0) for thread in turns]


@given(
    files(),
    st.sampled_from([0, 200, MIB]),
    st.sampled_from([1, 2, 7, 64, BATCH_ROWS]),
    st.builds(SearchSizes, st.sampled_from([1, 10, 50, 1 << 19]), st.sampled_from([FEWEST_KEYS, 7, 30, MOST_KEYS])),
)
def test_duplicates_are_what_a_dictionary_finds(
    blocks: list[Rows], memory_bytes: int, batch_rows: int, sizes: SearchSizes
) -> None:
    found = found_in(blocks, memory_bytes=memory_bytes, batch_rows=batch_rows, sizes=sizes)
    assert found == expected_of(blocks)


def test_no_rows_have_no_duplicates() -> None:
    assert find_duplicates([], 2, nothing) == NOTHING_FOUND
    assert found_in([Rows(0, 0, []), Rows(1, 0, [])]) == NOTHING_FOUND


def test_all_bits_but_the_last_nine_are_compared() -> None:
    same = [(1 << bit, 0) for bit in range(64)] + [(0, 1 << bit) for bit in range(FORGOTTEN_BITS, 64)] + [(0, 0)]
    assert COMPARED_BITS == 119
    assert found_in([Rows(0, 0, same)]) == NOTHING_FOUND
    forgotten = [(0, 1 << bit) for bit in range(FORGOTTEN_BITS)] + [(0, 0)]
    assert found_in([Rows(0, 0, forgotten)]).extra_copies == FORGOTTEN_BITS


def test_the_copy_is_the_later_row_whichever_thread_brings_it_first() -> None:
    here, there = Rows(0, 5_000_000, [(1, 1), (2, 2)]), Rows(1, 7, [(2, 2), (3, 3), (1, 1)])
    expected = DuplicateRows(2, 2, (5_000_000, 5_000_001))
    assert found_in([here, there]) == found_in([there, here]) == expected


def test_rows_are_found_after_more_rows_were_added() -> None:
    with SpillStore(None, MIB, GIB) as store:
        partitions = HashPartitions(store)
        partitions.add(0, words([1, 1]), words([2, 2]))
        assert find_duplicates([partitions], 1, nothing) == DuplicateRows(1, 1, (1,))
        partitions.add(2, words([1, 3]), words([2, 2]))
        assert find_duplicates([partitions], 1, nothing) == DuplicateRows(2, 1, (1, 2))


# --- Millions of rows --------------------------------------------------------------------------------------


def find(
    high: Array,
    low: Array,
    *,
    threads: int = 2,
    memory_bytes: int = GIB,
    sizes: SearchSizes | None = None,
    block_rows: int = 50_000,
) -> DuplicateRows:
    """Add blocks to threads in turn."""
    with SpillStore(None, memory_bytes, GIB) as store:
        partitions = [HashPartitions(store) for _ in range(threads)]
        for number, first in enumerate(range(0, len(high), block_rows)):
            block = slice(first, first + block_rows)
            partitions[number % threads].add(first, high[block], low[block])
        return find_duplicates(partitions, threads, nothing, sizes)


@pytest.mark.parametrize("memory_bytes", [0, 20 * MIB, GIB])
@pytest.mark.parametrize("threads", [1, 3])
def test_planted_duplicates_are_found_among_millions_of_rows(threads: int, memory_bytes: int) -> None:
    rows = 3_000_000
    high, low = random_hashes(rows)
    copies = {1: 0, 2: 0, 70_001: 70_000, 131_072: 131_071, 2_999_999: 3, 2_500_000: 1_250_000, 900_000: 2_400_000}
    for copy, original in copies.items():
        high[copy], low[copy] = high[original], low[original]
    found = find(high, low, threads=threads, memory_bytes=memory_bytes)
    assert found == DuplicateRows(7, 6, (1, 2, 70_001, 131_072, 2_400_000))


@pytest.mark.parametrize("threads", [1, 2])
def test_pairs_are_found_next_to_each_other_and_half_a_file_apart(threads: int) -> None:
    half = 400_000
    high, low = random_hashes(half)
    adjacent = find(np.repeat(high, 2), np.repeat(low, 2), threads=threads)
    assert adjacent == DuplicateRows(half, half, (1, 3, 5, 7, 9))
    apart = find(np.tile(high, 2), np.tile(low, 2), threads=threads)
    assert apart == DuplicateRows(half, half, tuple(range(half, half + 5)))


@pytest.mark.parametrize("rows", [2, 999, BATCH_ROWS, BATCH_ROWS + 1, 1_000_000])
def test_random_rows_are_all_different(rows: int) -> None:
    assert find(*random_hashes(rows)) == NOTHING_FOUND


def test_a_block_may_be_larger_than_a_batch() -> None:
    high, low = random_hashes(BATCH_ROWS + 100)
    found = find(np.tile(high, 3), np.tile(low, 3), threads=1, block_rows=10 * BATCH_ROWS)
    first = BATCH_ROWS + 100
    assert found == DuplicateRows(2 * first, first, tuple(range(first, first + 5)))


@pytest.mark.parametrize("memory_bytes", [0, GIB])
def test_a_partition_with_too_many_different_rows_is_counted_in_passes(memory_bytes: int) -> None:
    high, low = random_hashes(600_000)
    sizes = SearchSizes(rows_at_hand=2000, most_keys=300)
    found = find(np.tile(high, 2), np.tile(low, 2), memory_bytes=memory_bytes, sizes=sizes)
    assert found == DuplicateRows(600_000, 600_000, tuple(range(600_000, 600_005)))


def test_rows_of_one_partition_alone_are_found() -> None:
    high, low = random_hashes(200_000)
    high |= np.uint64(0xFF << 56)
    high[150_000], low[150_000] = high[10], low[10]
    for most_keys in (1000, MOST_KEYS):
        found = find(high, low, sizes=SearchSizes(rows_at_hand=10_000, most_keys=most_keys))
        assert found == DuplicateRows(1, 1, (150_000,))


@pytest.mark.parametrize("most_keys", [4, 5, 17, 40, 100, 300])
def test_hashes_at_the_edge_of_a_pass_are_counted_once(most_keys: int) -> None:
    others = [(number << 44, 0) for number in range(1, 1 << 12, 8)]
    edges = [0, (1 << 64) - 1, *(1 << bits for bits in range(54, 64)), *((1 << bits) - 1 for bits in range(54, 64))]
    for edge in edges:
        at_edge = edge >> 8, (edge & 0xFF) << 56
        rows = Rows(0, 0, [at_edge, *others, at_edge])
        found = found_in([rows], sizes=SearchSizes(rows_at_hand=1 << 10, most_keys=most_keys))
        assert found == DuplicateRows(1, 1, (len(others) + 1,))


@pytest.mark.parametrize("most_keys", range(48, 53))
def test_a_partition_may_hold_just_as_many_different_rows_as_a_table(most_keys: int) -> None:
    rows = Rows(0, 0, [(number << 50, 0) for number in range(50)])
    assert found_in([rows], sizes=SearchSizes(most_keys=most_keys)) == NOTHING_FOUND


# --- Memory ------------------------------------------------------------------------------------------------


def test_a_table_never_exceeds_32_mib() -> None:
    table = empty_table(MOST_KEYS)
    assert table.slots.nbytes + table.keys.nbytes <= 32 * MIB
    assert len(table.slots) >= 2 * len(table.keys)


def test_equal_rows_use_the_smallest_table() -> None:
    rows = 1_000_000
    with SpillStore(None, 0, GIB) as store:
        partitions = HashPartitions(store)
        partitions.add(0, np.full(rows, 1 << 60, np.uint64), np.full(rows, 7, np.uint64))
        partitions.finish()
        search = Search([(store, batch) for batch in partitions.batches], 2, SearchSizes())
        search.run(nothing)
    assert search.result() == DuplicateRows(rows - 1, 1, (1, 2, 3, 4, 5))
    assert {int(counter.table.state[USED_SLOTS]) for counter in search.counters} <= {0, FEWEST_SLOTS}


def test_memory_does_not_grow_with_the_rows() -> None:
    high, low = random_hashes(2_000_000)
    sizes = SearchSizes(rows_at_hand=1 << 14, most_keys=3000)
    with SpillStore(None, 0, GIB) as store:
        partitions = HashPartitions(store)
        tracemalloc.start()
        try:
            for first in range(0, len(high), 40_000):
                partitions.add(first, high[first : first + 40_000], low[first : first + 40_000])
            assert tracemalloc.get_traced_memory()[1] < 5 * MIB
            partitions.finish()
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            assert find_duplicates([partitions], 2, nothing, sizes) == NOTHING_FOUND
            peak = tracemalloc.get_traced_memory()[1] - before
        finally:
            tracemalloc.stop()
        assert store.spilled_bytes <= 16 * len(high)
    assert peak < 2 * MIB


def test_a_row_takes_sixteen_bytes_of_the_store() -> None:
    with SpillStore(None, 0, GIB) as store:
        partitions = HashPartitions(store)
        partitions.add(0, *random_hashes(3 * BATCH_ROWS))
        assert store.spilled_bytes == 16 * 2 * BATCH_ROWS
        partitions.finish()
        assert store.spilled_bytes == 16 * 2 * BATCH_ROWS


# --- When it cannot go on ----------------------------------------------------------------------------------


def test_a_full_store_is_reported_by_add_alone() -> None:
    rows = BATCH_ROWS + 1
    with SpillStore(None, 0, 100) as store:
        partitions = HashPartitions(store)
        partitions.add(0, *random_hashes(BATCH_ROWS))
        assert find_duplicates([partitions], 1, nothing) == NOTHING_FOUND
        with pytest.raises(SpillFull):
            HashPartitions(store).add(0, *random_hashes(rows))


@pytest.mark.parametrize("threads", [1, 2])
def test_what_pulse_raises_ends_the_search(threads: int) -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    assert_ends_with(threads, stop, SpillStore, Stopped)


@pytest.mark.parametrize("threads", [1, 2])
def test_what_the_store_raises_ends_the_search(threads: int) -> None:
    class BrokenStore(SpillStore):
        def read(self, *_: Any) -> Array:
            raise OSError("the disk is gone")

    assert_ends_with(threads, nothing, BrokenStore, OSError)


def assert_ends_with(
    threads: int, pulse: Callable[[], None], kind: type[SpillStore], expected: type[BaseException]
) -> None:
    before = threading.active_count()
    with kind(None, GIB, GIB) as store:
        partitions = HashPartitions(store)
        partitions.add(0, *random_hashes(100_000))
        with pytest.raises(expected):
            find_duplicates([partitions], threads, pulse, SearchSizes(rows_at_hand=1000))
    assert threading.active_count() == before


def test_hashes_that_are_not_random_are_refused_rather_than_miscounted() -> None:
    high, low = random_hashes(100)
    low &= np.uint64((1 << 56) - 1)
    with pytest.raises(ArithmeticError):
        find(np.full_like(high, 5), low, sizes=SearchSizes(most_keys=50))


def test_pulse_is_called_while_several_groups_are_counted(tmp_path: Path) -> None:
    pulses: list[None] = []
    with SpillStore(tmp_path, 0, GIB) as store:
        partitions = HashPartitions(store)
        partitions.add(0, *random_hashes(100_000))
        find_duplicates([partitions], 2, lambda: pulses.append(None), SearchSizes(rows_at_hand=1000))
    assert 1 <= len(pulses) <= PARTITIONS
    assert list(tmp_path.iterdir()) == []
