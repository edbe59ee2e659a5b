"""Items of a JSON block as cells, for one thread."""

from dataclasses import dataclass, field

import numpy as np

from dataset_processor.processing.errors import InvalidDataset, counted
from dataset_processor.processing.kernels import json_items
from dataset_processor.processing.kernels.json_items import BATCH_FULL, FAILED, NEW_KEY, tokenize_items
from dataset_processor.processing.kernels.kinds import ABSENT
from dataset_processor.processing.kernels.nested_hash import MOST_KEYS, WORK_NUMBERS, hash_nested_cells
from dataset_processor.processing.kernels.utf8 import ASCII, check_utf8
from dataset_processor.processing.limits import DEEPEST_NESTING, Limits
from dataset_processor.processing.nested_values import NestedHasher
from dataset_processor.processing.parsers.batch import Array, Batch
from dataset_processor.processing.parsers.json_blocks import JsonBlock
from dataset_processor.processing.parsers.json_errors import DIGITS_OF_A_LARGE_INTEGER, JsonErrors
from dataset_processor.processing.parsers.json_keys import JsonColumns, JsonKeys
from dataset_processor.processing.parsers.parse_warning import ParseWarning, RowNote

FEWEST_COLUMNS = 8
NOTED_ROWS = 5


@dataclass
class RepeatedKeys:
    """Rows in which an object, at whatever depth, has a key more than once; `first` are the first few."""

    rows: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, indices: list[int]) -> None:
        """Add rows; the first of the file stay known whatever the order."""
        self.rows += len(indices)
        self.first = sorted(self.first + indices[:NOTED_ROWS])[:NOTED_ROWS]

    def merge(self, other: "RepeatedKeys") -> None:
        """Add another thread's."""
        self.rows += other.rows
        self.first = sorted(self.first + other.first)[:NOTED_ROWS]

    def warning(self) -> ParseWarning | None:
        """What the data's owner should know of them."""
        if not self.rows:
            return None
        notes = tuple(RowNote(row) for row in self.first)
        where = ", ".join(f"row {note.row_index + 1}" for note in notes)
        rest = ", …" if self.rows > len(notes) else ""
        rows = counted(self.rows, "row")
        message = f"The same key more than once in {rows}, of which the last value is read: {where}{rest}."
        return ParseWarning("repeated_key", message, self.rows, rows=notes)


class JsonCells:
    """Fills a batch from a block, again and again. Blocks must come in the order of the file.

    `points` (2) and `levels` (`DEEPEST_NESTING` x 4) are random numbers below 2^61 - 1, the same for all threads.
    """

    def __init__(self, columns: JsonColumns, limits: Limits, points: Array, levels: Array) -> None:
        self.repeated_keys = RepeatedKeys()
        self.capacity = 0
        self._columns = columns
        self._limits = limits
        self._max_digits = max(limits.max_field_bytes, DIGITS_OF_A_LARGE_INTEGER)
        self._errors = JsonErrors(limits)
        self._points, self._levels = points, levels
        self._keys = JsonKeys(points[1])
        self._hasher = NestedHasher(points, levels)
        self._state: Array = np.zeros(json_items.STATE_SLOTS, np.int64)
        self._opened: Array = np.zeros(DEEPEST_NESTING + 1, np.uint8)
        self._work: Array = np.zeros((DEEPEST_NESTING, WORK_NUMBERS), np.uint64)
        self._opened_levels: Array = np.zeros((DEEPEST_NESTING, 2), np.int64)
        self._open_keys: Array = np.zeros(MOST_KEYS, np.uint64)
        self._block_number = -1
        self._valid_end = 0
        self._is_plain = False
        self._used_columns = 0
        self._set_room(FEWEST_COLUMNS)

    @property
    def is_ascii(self) -> bool:
        """Whether all decoded strings of the block so far are."""
        return self._is_plain and not self._state[json_items.IS_BEYOND_ASCII]

    def read(self, block: JsonBlock, position: int, end: int, first_row: int) -> tuple[int, int]:
        """Read items between two places of the buffer into the batch.

        Returns BATCH_FULL or BLOCK_DONE and the place behind the items. Raises `InvalidDataset`.
        """
        self._begin(block)
        if self._used_columns > self.capacity:
            self._set_room(self._used_columns + self._used_columns // 2)
        self._start_batch(position, block.scratch)
        while (status := self._tokenize(block, end, first_row)) == NEW_KEY:
            if self._add_key(block, first_row) < self.capacity:
                continue
            if self._state[json_items.ROW]:
                status = BATCH_FULL
                self._state[json_items.POSITION] = self._state[json_items.ITEM_START]
                break
            self._set_room(2 * self._used_columns)
            self._start_batch(int(self._state[json_items.ITEM_START]), block.scratch)
        if status == FAILED:
            error = self._fault(block, first_row) or block.error
            raise error or RuntimeError("Python finds nothing wrong with a JSON item")
        self.batch.rows = int(self._state[json_items.ROW])
        self.batch.columns = min(self._used_columns, self.capacity)
        if self._state[json_items.NESTED_CELLS]:
            self._hash_nested(block.buffer)
        self.repeated_keys.add((np.flatnonzero(self._repeated[: self.batch.rows]) + first_row).tolist())
        return status, int(self._state[json_items.POSITION])

    def _begin(self, block: JsonBlock) -> None:
        if block.number == self._block_number:
            return
        self._block_number = block.number
        kind, bad = check_utf8(block.buffer, block.start, block.end)
        self._is_plain = kind == ASCII
        self._valid_end = int(bad) if bad >= 0 else block.end
        self._state[json_items.IS_BEYOND_ASCII] = 0

    def _set_room(self, columns: int) -> None:
        self.capacity = columns
        self.batch = Batch(columns, with_nested=True)
        self._repeated: Array = np.zeros(self.batch.stride, np.uint8)
        self._asked: Array = np.zeros(len(self.batch.kinds), np.int64)

    def _start_batch(self, position: int, scratch: int) -> None:
        self.batch.kinds.fill(ABSENT)
        self._repeated.fill(0)
        state, beyond_ascii = self._state, int(self._state[json_items.IS_BEYOND_ASCII])
        state.fill(0)
        state[json_items.POSITION], state[json_items.SCRATCH] = position, scratch
        state[json_items.IS_BEYOND_ASCII] = beyond_ascii

    def _tokenize(self, block: JsonBlock, end: int, first_row: int) -> int:
        batch, keys, limits = self.batch, self._keys, self._limits
        return int(
            tokenize_items(
                block.buffer,
                end,
                self._valid_end,
                limits.max_rows - first_row,
                limits.max_nesting_depth,
                limits.max_field_bytes,
                self._max_digits,
                self._opened,
                batch.stride,
                batch.starts,
                batch.lengths,
                batch.kinds,
                self._repeated,
                keys.point,
                keys.slots,
                keys.hashes,
                keys.arena,
                keys.raw_places,
                keys.raw_lengths,
                keys.name_places,
                keys.name_lengths,
                keys.columns,
                keys.followers,
                self._state,
            )
        )

    def _add_key(self, block: JsonBlock, first_row: int) -> int:
        """Make the key known at which the kernel stopped; returns its column."""
        state, buffer = self._state, block.buffer
        start, name_start = int(state[json_items.KEY_START]), int(state[json_items.NAME_START])
        raw = buffer[start : start + int(state[json_items.KEY_LENGTH])].tobytes()
        name = buffer[name_start : name_start + int(state[json_items.NAME_LENGTH])].tobytes()
        row = first_row + int(state[json_items.ROW])
        column = self._columns.column_of(name, (row, int(state[json_items.KEYS_BEFORE])))
        last = self._columns.row_with_too_many(self._limits)
        if last is not None and last <= row:
            raise self._fault(block, first_row) or self._errors.too_many_fields(row)
        self._keys.add(raw, name, column)
        self._used_columns = max(self._used_columns, column + 1)
        return column

    def _fault(self, block: JsonBlock, first_row: int) -> InvalidDataset | None:
        """What is wrong with the item at which the kernel stopped, or behind it."""
        state = self._state
        row = first_row + int(state[json_items.ROW])
        if state[json_items.IS_BEHIND_ITEM]:
            return self._errors.behind_item(block.piece_from(int(state[json_items.POSITION])), row)
        return self._errors.in_item(block.piece_from(int(state[json_items.ITEM_START])), row)

    def _hash_nested(self, buffer: Array) -> None:
        batch = self.batch
        asked = hash_nested_cells(
            buffer,
            batch.starts,
            batch.kinds,
            batch.stride,
            batch.columns,
            batch.rows,
            int(self._state[json_items.SCRATCH]),
            self._points,
            self._levels,
            self._work,
            self._opened_levels,
            self._open_keys,
            batch.nested,
            self._asked,
        )
        for index in self._asked[:asked].tolist():
            start = int(batch.starts[index])
            first, second, has_repeated = self._hasher.hash(buffer[start : start + int(batch.lengths[index])].tobytes())
            batch.nested[:, index] = first, second
            if has_repeated:
                self._repeated[index % batch.stride] = 1
