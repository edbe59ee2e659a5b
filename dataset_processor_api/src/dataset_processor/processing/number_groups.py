"""Finite numbers of all columns, gathered over some thousand rows, then set aside until the end of the file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from dataset_processor.processing.kernels.packing import gather_numbers, pack_numbers
from dataset_processor.processing.parsers.batch import Array
from dataset_processor.processing.spill import Blob, SpillStore

BYTES_A_NUMBER = 12
MOST_GROUP_ROWS = 1 << 17


@dataclass(frozen=True, slots=True)
class NumberGroup:
    """The numbers of a group of rows: of column c those from `offsets[c]` to `offsets[c + 1]`, for so many `columns`.

    `row_offsets` says the same of their rows, which are left out where every row has a number. `first_rows` and
    `group_starts` tell which rows of the file the rows of the group are: pieces of consecutive ones. Offsets are set
    aside as well: of ten thousand columns they take as much room as the numbers of some rows.
    """

    rows: int
    columns: int
    first_row: int
    group_starts: Array
    first_rows: Array
    offsets: Blob
    row_offsets: Blob
    numbers: Blob
    number_rows: Blob | None


@dataclass(frozen=True, slots=True)
class NumberSegment:
    """One column's numbers in a group, in the order of the file."""

    store: SpillStore
    group: NumberGroup
    column: int
    start: int
    count: int

    @classmethod
    def of(cls, store: SpillStore, group: NumberGroup, column: int) -> "NumberSegment":
        """The column's numbers in a group, perhaps none."""
        start, end = store.read(group.offsets, np.int64, column, 2).tolist()
        return cls(store, group, column, start, end - start)

    @property
    def first_row(self) -> int:
        """The first row of the group: no number of the segment stands before it."""
        return self.group.first_row

    def values(self) -> Array:
        """The numbers as doubles; not to be changed."""
        return self.store.read(self.group.numbers, np.float64, self.start, self.count)

    def row_index(self, position: int) -> int:
        """The row of the file in which the number at a position stands, from 0."""
        group = self.group
        row = position
        if self.count < group.rows and group.number_rows is not None:
            place = int(self.store.read(group.row_offsets, np.int64, self.column, 1)[0]) + position
            row = int(self.store.read(group.number_rows, np.uint32, place, 1)[0])
        piece = int(np.searchsorted(group.group_starts, row, side="right")) - 1
        return int(group.first_rows[piece]) + row - int(group.group_starts[piece])


def sorted_numbers(store: SpillStore, groups: Iterable[NumberGroup], first: int, counts: Array) -> list[Array]:
    """The numbers of neighbouring columns, each column's in ascending order: column `first + i` has `counts[i]`.

    A RuntimeError where a column of the groups has more numbers than that: they would be written over others.
    """
    offsets = _running(counts)
    numbers = np.empty(int(offsets[-1]), np.float64)
    filled = offsets[:-1].copy()
    for group in groups:
        columns = min(len(counts), group.columns - first)
        if columns < 1:
            continue
        ends = store.read(group.offsets, np.int64, first, columns + 1)
        if ends[-1] > ends[0]:
            if (filled[:columns] + np.diff(ends) > offsets[1 : columns + 1]).any():
                raise RuntimeError("a column has more numbers than were counted")
            packed = store.read(group.numbers, np.float64, int(ends[0]), int(ends[-1] - ends[0]))
            gather_numbers(packed, ends, filled[:columns], numbers)
    by_column = np.split(numbers, offsets[1:-1])
    for column in by_column:
        column.sort()
    return by_column


class NumberBuffer:
    """One thread's group in the making: `numbers[c]` holds `counts[c]` numbers, `rows[c]` their rows in the group."""

    def __init__(self, store: SpillStore, capacity: int, stride: int, most_bytes: int) -> None:
        fits = most_bytes // (BYTES_A_NUMBER * max(capacity, 1))
        self.most_rows = max(stride, min(MOST_GROUP_ROWS, fits))
        self.numbers: Array = np.empty((capacity, self.most_rows), np.float64)
        self.rows: Array = np.empty((capacity, self.most_rows), np.uint32)
        self.counts: Array = np.zeros(capacity, np.int64)
        self.filled = 0
        self._store = store
        self._pieces: list[tuple[int, int]] = []

    def has_room(self, rows: int) -> bool:
        """Whether so many rows more fit."""
        return self.filled + rows <= self.most_rows

    def extend(self, first_row: int, rows: int) -> None:
        """Rows from `first_row` of the file on were added."""
        self._pieces.append((self.filled, first_row))
        self.filled += rows

    def flush(self, columns: int) -> Iterator[NumberGroup]:
        """Set the group aside, if there is one, and begin another."""
        if not self.filled:
            return
        counts = self.counts[:columns]
        if counts.any():
            yield self._packed(counts)
        self.counts[:] = 0
        self.filled = 0
        self._pieces.clear()

    def _packed(self, counts: Array) -> NumberGroup:
        offsets = _running(counts)
        row_offsets = _running(np.where(counts < self.filled, counts, 0))
        packed = np.empty(int(offsets[-1]), np.float64)
        packed_rows = np.empty(int(row_offsets[-1]), np.uint32)
        pack_numbers(self.numbers, self.rows, self.counts, len(counts), self.filled, packed, packed_rows)
        starts, first_rows = np.array(self._pieces, np.int64).T.copy()
        return NumberGroup(
            rows=self.filled,
            columns=len(counts),
            first_row=min(first_row for _, first_row in self._pieces),
            group_starts=starts,
            first_rows=first_rows,
            offsets=self._store.append(offsets),
            row_offsets=self._store.append(row_offsets),
            numbers=self._store.append(packed),
            number_rows=self._store.append(packed_rows) if len(packed_rows) else None,
        )


def _running(counts: Array) -> Array:
    """Sums of the counts before each, and of all."""
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
