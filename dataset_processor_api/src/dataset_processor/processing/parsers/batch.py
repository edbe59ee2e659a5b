"""Cells of some rows, column by column, in arrays that are used again."""

from typing import Any

import numpy as np

MOST_CELLS = 262_144
MOST_ROWS = 4096

Array = np.ndarray[Any, Any]


class Batch:
    """Room for `stride` rows of `columns` cells: the cell of column c and row r has the index c * stride + r.

    `starts` (offsets into a block's buffer), `lengths` (bytes) and `kinds` come from a tokenizer, `classes` and
    `values` from `classify_cells`; `extras` (2 x stride) hashes cells beyond a CSV's header, `nested` (2 x cells, for
    JSON alone) lists and objects.
    """

    def __init__(self, columns: int, *, with_nested: bool = False) -> None:
        self.columns = columns
        self.stride = max(1, min(MOST_ROWS, MOST_CELLS // max(columns, 1)))
        self.rows = 0
        cells = max(columns, 1) * self.stride
        self.starts: Array = np.zeros(cells, np.uint32)
        self.lengths: Array = np.zeros(cells, np.uint32)
        self.kinds: Array = np.zeros(cells, np.uint8)
        self.classes: Array = np.zeros(cells, np.uint8)
        self.values: Array = np.zeros(cells, np.float64)
        self.extras: Array = np.zeros((2, self.stride), np.uint64)
        self.nested: Array = np.zeros((2, cells if with_nested else 1), np.uint64)
