"""Rows of a CSV block as cells, for one thread."""

from dataclasses import dataclass, field

import numpy as np

from dataset_processor.processing.kernels import csv
from dataset_processor.processing.kernels.csv import fill_text, tokenize_csv
from dataset_processor.processing.parsers.batch import Array, Batch
from dataset_processor.processing.parsers.blocks import Block


@dataclass
class RaggedRows:
    """Rows longer or shorter than the header, of a whole file: `first` holds index and cells of a few of them."""

    rows: int = 0
    cells: int = 0
    first: list[tuple[int, int]] = field(default_factory=list)

    def add(self, rows: int, cells: int, notes: Array) -> None:
        """Add a block's; the first rows of the file stay known whatever the order of blocks."""
        self.rows += rows
        self.cells += cells
        known = self.first + [(int(row), int(count)) for row, count in notes[: min(rows, len(notes))]]
        self.first = sorted(known)[: csv.NOTED_ROWS]

    def merge(self, other: "RaggedRows") -> None:
        """Add another thread's."""
        self.rows += other.rows
        self.cells += other.cells
        self.first = sorted(self.first + other.first)[: csv.NOTED_ROWS]


class CsvCells:
    """Fills a batch from a block, again and again; counts what is odd about the rows."""

    def __init__(self, columns: Array, max_field_bytes: int, points: Array) -> None:
        self.batch = Batch(int(columns.max(initial=-1)) + 1)
        self.long_rows, self.short_rows = RaggedRows(), RaggedRows()
        self.ends_in_quotes = False
        self._columns = columns
        self._max_field_bytes = max_field_bytes
        self._points = points
        self._counters = np.zeros(csv.COUNTER_SLOTS, np.int64)
        self._notes = np.zeros((2, csv.NOTED_ROWS, 2), np.int64)

    @property
    def bad_column(self) -> int:
        """The position of the value that was too large."""
        return int(self._counters[csv.BAD_COLUMN])

    def read(self, block: Block, position: int, end: int, first_row: int) -> tuple[int, int]:
        """Read rows between two places of the buffer into the batch; returns a status and the place behind them."""
        batch = self.batch
        fill_text(batch.kinds, len(batch.kinds))
        status, batch.rows, position = tokenize_csv(
            block.buffer,
            position,
            end,
            block.scratch,
            self._columns,
            batch.stride,
            batch.starts,
            batch.lengths,
            batch.kinds,
            batch.extras,
            self._points,
            self._max_field_bytes,
            first_row,
            self._counters,
            self._notes,
        )
        if status != csv.BATCH_FULL:
            self._collect()
        return status, position

    def _collect(self) -> None:
        """Take over what was counted in a block."""
        counters = [int(count) for count in self._counters]
        self.long_rows.add(counters[csv.LONG_ROWS], counters[csv.EXTRA_CELLS], self._notes[0])
        self.short_rows.add(counters[csv.SHORT_ROWS], counters[csv.LACKING_CELLS], self._notes[1])
        self.ends_in_quotes |= bool(counters[csv.UNCLOSED_QUOTE])
        self._counters[: csv.BAD_COLUMN] = 0
