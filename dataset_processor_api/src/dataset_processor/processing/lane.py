"""One thread's share of the work: blocks in, counts, numbers and row hashes out."""

import numpy as np

from dataset_processor.processing.duplicates import HashPartitions
from dataset_processor.processing.exact_sum import ExactSums
from dataset_processor.processing.kernels.classify import classify_cells
from dataset_processor.processing.kernels.doubtful import INTEGER_FORM, NOT_A_NUMBER, WHITE_SPACE
from dataset_processor.processing.kernels.kinds import BLANK_CELL, INTEGER_CELL, REAL_CELL, TEXT_CELL
from dataset_processor.processing.kernels.numbers import ask_python
from dataset_processor.processing.kernels.rows import CHUNK, hash_cells
from dataset_processor.processing.kernels.tally import set_numbers_aside, tally_classes, tally_texts
from dataset_processor.processing.number_groups import NumberBuffer, NumberGroup
from dataset_processor.processing.parsers.batch import Array, Batch
from dataset_processor.processing.randomness import Randomness
from dataset_processor.processing.spill import SpillStore
from dataset_processor.processing.tallies import Tallies


class Lane:
    """What one thread has counted so far. Room for `capacity` columns, which may grow between batches."""

    def __init__(
        self, store: SpillStore, randomness: Randomness, capacity: int, batch: Batch, group_bytes: int
    ) -> None:
        self.hashes = HashPartitions(store)
        self.groups: list[NumberGroup] = []
        self.sums = ExactSums(capacity)
        self.tallies = Tallies(capacity, batch.columns, randomness.slot_factor)
        self._store = store
        self._group_bytes = group_bytes
        self._randomness = randomness
        self._set_room(capacity, batch)

    @property
    def capacity(self) -> int:
        """The columns there is room for."""
        return self.tallies.capacity

    def grow(self, capacity: int, batch: Batch) -> None:
        """Make room for more columns; the batch is the one that comes next."""
        self.flush()
        former = self.tallies
        self.tallies = Tallies(capacity, batch.columns, self._randomness.slot_factor)
        self.tallies.merge(former)
        former_sums, self.sums = self.sums, ExactSums(capacity)
        self.sums.merge(former_sums)
        self._set_room(capacity, batch)

    def add(self, buffer: Array, batch: Batch, first_row: int, *, is_ascii: bool) -> None:
        """Count the rows of a batch, of which the first has the index `first_row` in the file."""
        self._classify(buffer, batch)
        self._count(buffer, batch, first_row, is_ascii)
        self._set_numbers_aside(buffer, batch, first_row)
        self._hash(buffer, batch, first_row)

    def flush(self) -> None:
        """Set aside the numbers that are still at hand."""
        self.sums.add(self._numbers.numbers, self._numbers.counts)
        self.groups.extend(self._numbers.flush(self.capacity))

    def _set_room(self, capacity: int, batch: Batch) -> None:
        self._numbers = NumberBuffer(self._store, capacity, batch.stride, self._group_bytes)
        self._factors = self._randomness.factors(capacity)
        self._high: Array = np.empty(batch.stride, np.uint64)
        self._low: Array = np.empty(batch.stride, np.uint64)
        self._words: Array = np.empty((2, CHUNK), np.uint64)
        self._cell_keys: Array = np.empty(batch.stride, np.uint64)
        self._unknown: Array = np.empty(len(batch.kinds), np.int64)

    def _classify(self, buffer: Array, batch: Batch) -> None:
        asked = classify_cells(
            buffer,
            batch.starts,
            batch.lengths,
            batch.kinds,
            batch.stride,
            batch.columns,
            batch.rows,
            batch.classes,
            batch.values,
            self._unknown,
        )
        for index in self._unknown[:asked].tolist():
            start = int(batch.starts[index])
            form, value = ask_python(buffer[start : start + int(batch.lengths[index])].tobytes())
            batch.classes[index] = CLASS_OF_FORM.get(form, REAL_CELL)
            batch.values[index] = value

    def _count(self, buffer: Array, batch: Batch, first_row: int, is_ascii: bool) -> None:
        counts = self.tallies.counts
        tally_classes(batch.classes, batch.stride, batch.columns, batch.rows, counts)
        tally_texts(
            buffer,
            batch.starts,
            batch.lengths,
            batch.classes,
            batch.stride,
            batch.columns,
            batch.rows,
            first_row,
            is_ascii,
            counts,
        )

    def _set_numbers_aside(self, buffer: Array, batch: Batch, first_row: int) -> None:
        if not self._numbers.has_room(batch.rows):
            self.flush()
        set_numbers_aside(
            buffer,
            batch.starts,
            batch.lengths,
            batch.kinds,
            batch.classes,
            batch.values,
            batch.stride,
            batch.columns,
            batch.rows,
            self._numbers.filled,
            self._numbers.numbers,
            self._numbers.rows,
            self._numbers.counts,
            self.tallies.counts,
            self.tallies.extremes,
        )
        self._numbers.extend(first_row, batch.rows)

    def _hash(self, buffer: Array, batch: Batch, first_row: int) -> None:
        tallies = self.tallies
        hash_cells(
            buffer,
            batch.starts,
            batch.lengths,
            batch.kinds,
            batch.classes,
            batch.values,
            batch.nested,
            batch.stride,
            batch.columns,
            batch.rows,
            self._randomness.points,
            self._factors,
            batch.extras,
            self._high,
            self._low,
            self._words,
            self._cell_keys,
            tallies.keys,
            tallies.value_counts,
            tallies.places,
            tallies.arenas,
            tallies.used,
            tallies.registers,
            tallies.most_values,
            self._randomness.slot_factor,
        )
        self.hashes.add(first_row, self._high[: batch.rows], self._low[: batch.rows])


CLASS_OF_FORM = {
    NOT_A_NUMBER: int(TEXT_CELL),
    INTEGER_FORM: int(INTEGER_CELL),
    WHITE_SPACE: int(BLANK_CELL),
}
