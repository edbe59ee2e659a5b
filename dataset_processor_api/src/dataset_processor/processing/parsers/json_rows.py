"""Batches of items from the blocks of a JSON list, for one thread."""

from collections.abc import Iterator
from typing import cast

from dataset_processor.processing.kernels.json_items import BATCH_FULL
from dataset_processor.processing.limits import Limits
from dataset_processor.processing.parsers.batch import Batch
from dataset_processor.processing.parsers.blocks import Block
from dataset_processor.processing.parsers.json_blocks import JsonBlock
from dataset_processor.processing.parsers.json_cells import JsonCells
from dataset_processor.processing.parsers.json_keys import JsonColumns
from dataset_processor.processing.randomness import Randomness


class JsonRows:
    """Turns blocks into batches, one at a time; the batch is another one whenever there are more columns than fit."""

    def __init__(self, columns: JsonColumns, limits: Limits, randomness: Randomness) -> None:
        self.cells = JsonCells(columns, limits, randomness.points, randomness.levels)

    @property
    def batch(self) -> Batch:
        """The batch that is filled again and again."""
        return self.cells.batch

    @property
    def capacity(self) -> int:
        """The columns the batch has room for."""
        return self.cells.capacity

    def batches(self, block: Block) -> Iterator[tuple[int, bool]]:
        """Fill the batch; gives the index of its first row, and whether the block is ASCII so far.

        Raises `InvalidDataset` behind the rows that come before the fault.
        """
        items = cast("JsonBlock", block)
        position, row = block.start, block.first_row
        status = BATCH_FULL
        while status == BATCH_FULL and row < block.first_row + block.row_count:
            status, position = self.cells.read(items, position, block.end, row)
            yield row, self.cells.is_ascii
            row += self.batch.rows
        if block.error is not None:
            raise block.error
