"""Rows that equal earlier ones, counted by their hashes in a fixed amount of memory."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np

from dataset_processor.processing.kernels.duplicates import (
    FEWEST_SLOTS,
    HIGHEST,
    KEYS,
    MOST_KEYS,
    NO_ROW,
    PARTITIONS,
    POSITION_BITS,
    REPEATED,
    Pieces,
    Table,
    clear,
    count_partitions,
    insert,
    sort_into_partitions,
)
from dataset_processor.processing.spill import Array, Blob, SpillStore

EXAMPLES = 5
BATCH_ROWS = 1 << POSITION_BITS
ROWS_AT_HAND = 1 << 19
ENTRY_WORDS = 2
WAIT_SECONDS = 0.2
WHOLE_INTERVAL = (0, (1 << 64) - 1)
NO_WORDS: Array = np.empty(0, np.uint64)
GROUPS_A_THREAD = 4


class Abandoned(Exception):
    """The search was given up while a thread was at it."""


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


@dataclass(frozen=True, slots=True)
class HashBatch:
    """Row hashes set aside by partition; `offsets` and `runs` are those of `kernels.duplicates.Pieces`."""

    entries: Blob
    offsets: Array
    runs: Array


@dataclass(frozen=True, slots=True)
class SearchSizes:
    """What one thread has in memory: entries of 16 bytes, and a table of up to 32 bytes a key."""

    rows_at_hand: int = ROWS_AT_HAND
    most_keys: int = MOST_KEYS


class HashPartitions:
    """The row hashes of one thread: a batch in memory, the others in the store, 16 bytes a row.

    All but 9 of the 128 bits are kept: rows that differ are taken for equal with a probability below n² / 2¹²⁰ for n
    rows, if hashes are random. The high halves must not be foreseeable.
    """

    def __init__(self, store: SpillStore, batch_rows: int = BATCH_ROWS) -> None:
        self.store = store
        self.batches: list[HashBatch] = []
        self._batch_rows = min(batch_rows, BATCH_ROWS)
        self._high = self._low = NO_WORDS
        self._filled = 0
        self._runs: list[tuple[int, int]] = []

    def add(self, first_row: int, high: Array, low: Array) -> None:
        """Add the halves (uint64) of the hashes of consecutive rows; raises `SpillFull` and `OSError`."""
        if self._high is NO_WORDS:
            self._high, self._low = np.empty(self._batch_rows, np.uint64), np.empty(self._batch_rows, np.uint64)
        done = 0
        while done < len(high):
            if self._filled == self._batch_rows:
                self._set_aside(self.store.append)
            count = min(len(high) - done, self._batch_rows - self._filled)
            end = self._filled + count
            self._high[self._filled : end] = high[done : done + count]
            self._low[self._filled : end] = low[done : done + count]
            shift = first_row + done - self._filled
            if self._runs and self._runs[-1][1] == shift:
                self._runs.pop()
            self._runs.append((end, shift))
            self._filled = end
            done += count

    def finish(self) -> None:
        """Sort the last batch, which stays in memory, and give back the room for others. Idempotent."""
        if self._filled:
            self._set_aside(lambda entries: Blob(entries.nbytes, entries, 0))
        self._high = self._low = NO_WORDS

    def _set_aside(self, keep: Callable[[Array], Blob]) -> None:
        entries: Array = np.empty((self._filled, ENTRY_WORDS), np.uint64)
        offsets: Array = np.empty(PARTITIONS + 1, np.uint32)
        places: Array = np.empty(PARTITIONS + 1, np.int64)
        sort_into_partitions(self._high[: self._filled], self._low[: self._filled], places, entries, offsets)
        self.batches.append(HashBatch(keep(entries), offsets, np.array(self._runs, np.int64)))
        self._filled = 0
        self._runs.clear()


def find_duplicates(
    partitions: Sequence[HashPartitions],
    threads: int,
    pulse: Callable[[], None],
    sizes: SearchSizes | None = None,
) -> DuplicateRows:
    """Compare the rows of all threads, which add no more; `pulse` is called several times a second.

    What `pulse` or the store raises passes through.
    """
    sizes = sizes or SearchSizes()
    for part in partitions:
        part.finish()
    if not any(part.batches for part in partitions):
        return DuplicateRows(0, 0, ())
    search = Search([(part.store, batch) for part in partitions for batch in part.batches], threads, sizes)
    search.run(pulse)
    return search.result()


class Search:
    """Counts partition after partition, on some threads."""

    def __init__(self, batches: list[tuple[SpillStore, HashBatch]], threads: int, sizes: SearchSizes) -> None:
        self.batches = batches
        self.sizes = sizes
        self.offsets: Array = np.stack([batch.offsets for _, batch in batches])
        run_counts = [len(batch.runs) for _, batch in batches]
        self.first_runs: Array = np.cumsum([0, *run_counts[:-1]], dtype=np.int64)
        self.runs: Array = np.concatenate([batch.runs for _, batch in batches])
        self.starts: list[int] = self.offsets.sum(axis=0, dtype=np.int64).tolist()
        self.abandoned = False
        self.counters = [Counter(self) for _ in range(threads if self.rows > sizes.rows_at_hand else 1)]

    @property
    def rows(self) -> int:
        """All rows."""
        return self.starts[-1]

    def size(self, partition: int) -> int:
        """The rows of a partition."""
        return self.starts[partition + 1] - self.starts[partition]

    def is_small(self, partition: int) -> bool:
        """All its entries fit in memory, and all may be different."""
        return self.size(partition) <= self.sizes.rows_at_hand and self.size(partition) < self.sizes.most_keys

    def run(self, pulse: Callable[[], None]) -> None:
        """Count all partitions."""
        if len(self.counters) == 1 and self.rows <= self.sizes.rows_at_hand:
            for begin, end in self._groups():
                self.counters[0].count(begin, end)
            return
        spare: SimpleQueue[Counter] = SimpleQueue()
        for counter in self.counters:
            spare.put(counter)

        def count(begin: int, end: int) -> None:
            counter = spare.get()
            try:
                counter.count(begin, end)
            finally:
                spare.put(counter)

        with ThreadPoolExecutor(len(self.counters)) as pool:
            try:
                pending = {pool.submit(count, begin, end) for begin, end in self._groups()}
                while pending:
                    done, pending = wait(pending, WAIT_SECONDS, FIRST_COMPLETED)
                    pulse()
                    for future in done:
                        future.result()
            except BaseException:
                self.abandoned = True
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def result(self) -> DuplicateRows:
        """What all threads have found."""
        copies = {int(row) for counter in self.counters for row in counter.examples if row != NO_ROW}
        return DuplicateRows(
            extra_copies=self.rows - sum(counter.distinct for counter in self.counters),
            groups=sum(counter.groups for counter in self.counters),
            examples=tuple(sorted(copies)[:EXAMPLES]),
        )

    def _groups(self) -> Iterator[tuple[int, int]]:
        """Adjacent partitions that are read at once, all small or a single one that is not."""
        most_rows = min(self.sizes.rows_at_hand, self.rows // (GROUPS_A_THREAD * len(self.counters)) + 1)
        begin = 0
        for end in range(1, PARTITIONS + 1):
            both_small = end < PARTITIONS and self.is_small(begin) and self.is_small(end)
            if both_small and self.starts[end + 1] - self.starts[begin] <= most_rows:
                continue
            if self.starts[end] > self.starts[begin]:
                yield begin, end
            begin = end


class Counter:
    """One thread's table and entries, allocated once; memory that is not needed is never touched."""

    def __init__(self, search: Search) -> None:
        self.distinct = 0
        self.groups = 0
        self.examples: Array = np.full(EXAMPLES, NO_ROW, np.int64)
        self.table = empty_table(min(search.sizes.most_keys, max(map(search.size, range(PARTITIONS))) + 1))
        self._search = search
        self._entries: Array = np.empty((0, ENTRY_WORDS), np.uint64)

    def count(self, begin: int, end: int) -> None:
        """Count the partitions from `begin` to before `end`: small ones, or a single one."""
        if not self._search.is_small(begin):
            self._count_in_passes(begin)
            return
        for pieces in self._pieces(begin, end):
            self.table.interval[:] = WHOLE_INTERVAL
            distinct, groups = count_partitions(pieces, begin, end, self.table, self.examples)
            self.distinct += distinct
            self.groups += groups

    def _count_in_passes(self, partition: int) -> None:
        """Each pass counts as many different hashes as there is room for, beginning with the lowest."""
        lowest, last = WHOLE_INTERVAL
        while lowest <= last:
            self.table.interval[:] = lowest, last
            clear(self.table)
            for pieces in self._pieces(partition, partition + 1):
                if not insert(pieces, partition, self.table, self.examples):
                    raise ArithmeticError("more row hashes agree in 72 of their bits than can be")
            self.distinct += int(self.table.state[KEYS])
            self.groups += int(self.table.state[REPEATED])
            lowest = int(self.table.interval[HIGHEST]) + 1

    def _pieces(self, begin: int, end: int) -> Iterator[Pieces]:
        """The entries of some partitions, as many batches at a time as fit in memory."""
        sizes = (self._search.offsets[:, end] - self._search.offsets[:, begin]).tolist()
        first = rows = 0
        for batch, size in enumerate(sizes):
            if rows and rows + size > self._search.sizes.rows_at_hand:
                yield self._read(begin, end, first, batch)
                first, rows = batch, 0
            rows += size
        yield self._read(begin, end, first, len(sizes))

    def _read(self, begin: int, end: int, first: int, last: int) -> Pieces:
        search = self._search
        if search.abandoned:
            raise Abandoned
        starts = search.offsets[first:last, begin].astype(np.int64)
        counts = search.offsets[first:last, end] - starts
        places = np.cumsum(counts) - counts
        total = int(counts.sum())
        if total > len(self._entries):
            self._entries = np.empty((max(total, min(search.rows, search.sizes.rows_at_hand)), ENTRY_WORDS), np.uint64)
        flat = self._entries.reshape(-1)
        spans = (np.column_stack((starts, counts, places)) * ENTRY_WORDS).tolist()
        for (store, batch), (start, count, place) in zip(search.batches[first:last], spans, strict=True):
            if count:
                flat[place : place + count] = store.read(batch.entries, np.uint64, start, count)
        offsets, first_runs = search.offsets[first:last], search.first_runs[first:last]
        return Pieces(self._entries, places - starts, offsets, first_runs, search.runs)


def empty_table(most_keys: int) -> Table:
    """A table for so many different hashes, at most `MOST_KEYS` of them: 24 bytes each, and 8 to 16 for its slots."""
    slots = max(FEWEST_SLOTS, 1 << (2 * most_keys - 1).bit_length())
    return Table(
        slots=np.empty(slots, np.uint32),
        keys=np.empty((most_keys, 3), np.uint64),
        state=np.zeros(3, np.int64),
        interval=np.array(WHOLE_INTERVAL, np.uint64),
    )
