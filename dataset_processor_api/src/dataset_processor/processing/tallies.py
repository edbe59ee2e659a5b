"""All that is counted of columns while rows go by, in arrays that one thread fills and another merges."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from dataset_processor.processing.kernels import distinct, kinds, tally
from dataset_processor.processing.kernels.distinct import merge_tables
from dataset_processor.processing.parsers.batch import Array

SLOTS_IN_ALL = 1 << 18
FEWEST_SLOTS, MOST_SLOTS = 64, 8192
BYTES_A_SLOT = 24
LEAST = [tally.SHORTEST, tally.FIRST_UNCLEAR_DATE]


@dataclass(frozen=True)
class KeptValue:
    """A value that was counted: its kind (`kernels/kinds.py`), its first bytes, and whether there were more."""

    kind: int
    data: bytes
    is_cut: bool
    count: int


class KeptValues:
    """The different values of a column, in any order, made one by one where they are asked for."""

    def __init__(self, arena: Array, places: Array, counts: Array) -> None:
        self._arena = arena
        self._places = places
        self._counts = counts

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[KeptValue]:
        return self._made(range(len(self)))

    def frequent(self, most: int) -> Iterator[KeptValue]:
        """Those to which fewer than `most` others are preferred by their counts; no lists or objects."""
        plain = np.flatnonzero(self._arena[self._places] != kinds.NESTED)
        counts = self._counts[plain]
        if len(plain) > most:
            plain = plain[counts >= np.partition(counts, -most)[-most]]
        return self._made(plain.tolist())

    def _made(self, ordinals: Iterable[int]) -> Iterator[KeptValue]:
        for ordinal in ordinals:
            place = int(self._places[ordinal])
            kind, length = int(self._arena[place]), int(self._arena[place + 1])
            kept = min(length, distinct.KEPT_BYTES)
            data = self._arena[place + 2 : place + 2 + kept].tobytes()
            yield KeptValue(kind, data, length > kept, int(self._counts[ordinal]))


class Tallies:
    """Counts of up to `capacity` columns, of which `columns` are known already.

    Different values are counted one by one up to `most_values` a column, fewer if they are long. That limit falls with
    the number of known columns: what is merged last, with all of them known, says the same however rows were shared.
    """

    def __init__(self, capacity: int, columns: int, slot_factor: np.uint64) -> None:
        slots = max(FEWEST_SLOTS, min(MOST_SLOTS, SLOTS_IN_ALL // max(columns, 1)))
        slots = 1 << (slots.bit_length() - 1)
        self.capacity = capacity
        self.columns = columns
        self._slot_factor = slot_factor
        self.most_values = slots * 5 // 8
        self.counts: Array = np.zeros((capacity, tally.COUNT_SLOTS), np.int64)
        self.counts[:, LEAST] = np.iinfo(np.int64).max
        self.extremes: Array = np.tile([np.inf, -np.inf], (capacity, 1))
        self.keys: Array = np.zeros((capacity, slots), np.uint64)
        self.value_counts: Array = np.zeros((capacity, slots), np.int64)
        self.places: Array = np.zeros((capacity, slots), np.int64)
        self.arenas: Array = np.zeros((capacity, slots * BYTES_A_SLOT), np.uint8)
        self.used: Array = np.zeros((capacity, 3), np.int64)
        self.registers: Array = np.zeros((capacity, distinct.REGISTERS), np.uint8)

    def merge(self, other: "Tallies") -> None:
        """Add the counts of the columns that both have room for."""
        columns = min(self.capacity, other.capacity)
        mine, theirs = self.counts[:columns], other.counts[:columns]
        least = np.minimum(mine[:, LEAST], theirs[:, LEAST])
        greatest = np.maximum(mine[:, tally.LONGEST], theirs[:, tally.LONGEST])
        mine += theirs
        mine[:, LEAST], mine[:, tally.LONGEST] = least, greatest
        extremes = self.extremes[:columns]
        np.minimum(extremes[:, 0], other.extremes[:columns, 0], out=extremes[:, 0])
        np.maximum(extremes[:, 1], other.extremes[:columns, 1], out=extremes[:, 1])
        merge_tables(*self._tables, *other._tables, self.most_values, self._slot_factor)

    def values(self, column: int) -> "KeptValues | None":
        """All different values of a column with their counts, or `None` if they are too many."""
        if self.used[column, distinct.OVERFLOWED]:
            return None
        slots = np.flatnonzero(self.keys[column])
        return KeptValues(self.arenas[column], self.places[column, slots], self.value_counts[column, slots])

    @property
    def _tables(self) -> tuple[Array, ...]:
        return self.keys, self.value_counts, self.places, self.arenas, self.used, self.registers
