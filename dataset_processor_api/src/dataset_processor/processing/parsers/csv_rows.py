"""Batches of rows from the blocks of a CSV, for one thread."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from dataset_processor.processing.errors import InvalidDataset
from dataset_processor.processing.kernels import csv_scan
from dataset_processor.processing.kernels.csv import BLOCK_DONE, FIELD_TOO_LARGE
from dataset_processor.processing.kernels.csv_scan import scan_records
from dataset_processor.processing.kernels.utf8 import first_invalid_byte, is_ascii
from dataset_processor.processing.parsers.batch import Batch
from dataset_processor.processing.parsers.blocks import Block
from dataset_processor.processing.parsers.csv_blocks import NO_END, CsvBlocks
from dataset_processor.processing.parsers.csv_cells import CsvCells


class CsvRows:
    """Turns blocks into batches, one at a time."""

    def __init__(self, blocks: CsvBlocks, max_field_bytes: int, points: Any) -> None:
        self.cells = CsvCells(blocks.columns, max_field_bytes, points)
        self._errors = blocks.errors

    @property
    def batch(self) -> Batch:
        """The batch that is filled again and again."""
        return self.cells.batch

    @property
    def capacity(self) -> int:
        """The columns the batch has room for: all of the file."""
        return self.batch.columns

    def batches(self, block: Block) -> Iterator[tuple[int, bool]]:
        """Fill the batch; gives the index of its first row, and whether the block is ASCII.

        Raises `InvalidDataset` behind the rows that come before the fault.
        """
        plain = is_ascii(block.buffer, block.start, block.end)
        end, error = (block.end, block.error) if plain else self._valid_part(block)
        position, row = block.start, block.first_row
        status = None
        while status != BLOCK_DONE:
            status, position = self.cells.read(block, position, end, row)
            yield row, plain
            row += self.batch.rows
            if status == FIELD_TOO_LARGE:
                raise self._errors.field_too_large(row, self.cells.bad_column, block.byte_offset + position)
        if error is not None:
            raise error

    def _valid_part(self, block: Block) -> tuple[int, InvalidDataset | None]:
        """Where the rows before a byte that is not UTF-8 end, and what is wrong behind them."""
        bad = first_invalid_byte(block.buffer, block.start, block.end)
        if bad < 0:
            return block.end, block.error
        state = np.zeros(csv_scan.STATE_SLOTS, np.int64)
        state[[csv_scan.POSITION, csv_scan.RECORD_START]] = block.start
        scan_records(block.buffer, bad, state, NO_END)
        row = block.first_row + int(state[csv_scan.RECORDS])
        return int(state[csv_scan.RECORD_START]), self._errors.invalid_utf8(row, block.byte_offset + bad)
