"""A JSON list cut into blocks between its items, in the order of the file."""

from dataclasses import dataclass

import numpy as np

from dataset_processor.processing.errors import InvalidDataset
from dataset_processor.processing.kernels import json_scan
from dataset_processor.processing.kernels.json_nested import value_end
from dataset_processor.processing.kernels.json_scan import scan_items
from dataset_processor.processing.kernels.json_tokens import decode_string, skip_space
from dataset_processor.processing.limits import Limits
from dataset_processor.processing.parsers.batch import Array
from dataset_processor.processing.parsers.blocks import PADDING_BYTES, Block, BufferPool, capacity_of
from dataset_processor.processing.parsers.json_errors import DIGITS_OF_A_LARGE_INTEGER, JsonErrors, Piece
from dataset_processor.processing.source import SourceReader

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
OPENING, CLOSING, QUOTE = b'[]"'
ITEM_DEPTH = 1
ZERO_BYTES = 64
LOOKAHEAD_BYTES = 128  # more than 16 characters, which is how much Python must see behind an error


@dataclass(slots=True)
class JsonBlock(Block):
    """Whole items with their separators. Behind `end` the buffer holds more of the file up to `filled`, where a zero
    byte follows: at least `LOOKAHEAD_BYTES`, or all there is if `is_end`.
    """

    filled: int = 0
    is_end: bool = False

    def piece_from(self, position: int) -> Piece:
        """All bytes from a place on."""
        data = self.buffer[position : self.filled].tobytes()
        return Piece(data, self.byte_offset + position, is_end=self.is_end)


class JsonBlocks:
    """Finds the list, then hands out blocks. Not for several threads at once.

    Raises `InvalidDataset` when made, if there is no list.
    """

    def __init__(self, reader: SourceReader, limits: Limits, pool: BufferPool) -> None:
        self.row_count = 0
        self._reader = reader
        self._limits = limits
        self._pool = pool
        self._errors = JsonErrors(limits)
        self._state: Array = np.zeros(json_scan.STATE_SLOTS, np.int64)
        self._opened: Array = np.zeros(limits.max_nesting_depth + 2, np.uint8)
        self._largest = max(pool.block_bytes, limits.max_row_bytes + LOOKAHEAD_BYTES)
        self._start = self._filled = self._offset = self._blocks = 0
        self._at_end = self._is_done = False
        self._buffer = pool.take(len(BYTE_ORDER_MARK))
        self._is_ours = True
        self._fill(0, max(pool.block_bytes, len(BYTE_ORDER_MARK)))
        self._open_list()

    def next_block(self) -> JsonBlock | None:
        """The next items; `None` at the end. A block with an `error` is the last."""
        if self._is_done:
            return None
        if self._state[json_scan.LIST_END]:
            return self._block_behind_list()
        self._scan()
        while not self._at_end and not self._has_items():
            if self._is_ours and (block := self._block_with_fault()) is not None:
                return block
            self._read_on()
            self._scan()
        return self._block_of_items()

    def _block_of_items(self) -> JsonBlock:
        rows, end = int(self._state[json_scan.COMMAS]), int(self._state[json_scan.LAST_COMMA_END])
        if self._state[json_scan.LIST_END]:
            return self._block(int(self._state[json_scan.LIST_END]), rows + 1)
        if self._at_end:
            rest = self._piece_from(end)
            if rest.is_blank:
                return self._last_block(end, rows, self._errors.in_item(rest, self.row_count + rows))
            return self._last_block(self._filled, rows + 1, None)
        self._is_done = self.row_count + rows > self._limits.max_rows
        return self._block(end, rows)

    def _has_items(self) -> bool:
        return bool(self._state[json_scan.COMMAS] or self._state[json_scan.LIST_END])

    def _block(self, end: int, rows: int, error: InvalidDataset | None = None) -> JsonBlock:
        block = JsonBlock(
            number=self._blocks,
            buffer=self._buffer,
            start=self._start,
            end=end,
            scratch=capacity_of(self._buffer) + PADDING_BYTES,
            first_row=self.row_count,
            row_count=rows,
            byte_offset=self._offset,
            error=error,
            filled=self._filled,
            is_end=self._at_end,
        )
        self._blocks += 1
        self.row_count += rows
        self._start = end
        self._is_ours = False
        self._state[json_scan.COMMAS] = 0
        self._state[json_scan.LAST_COMMA_END] = end
        return block

    def _last_block(self, end: int, rows: int, error: InvalidDataset | None) -> JsonBlock:
        self._is_done = True
        return self._block(end, rows, error)

    def _scan(self) -> None:
        """Look at all bytes but the last, which stay for Python to see what follows an error."""
        end = self._filled if self._at_end else self._filled - LOOKAHEAD_BYTES
        scan_items(self._buffer, end, self._state)

    def _read_on(self) -> None:
        """Move what is left, without white space before it, to the front of a buffer with room for more; fill that."""
        self._skip_space()
        left = self._filled - self._start
        capacity = max(self._pool.block_bytes, min(left + left // 2 + 1, self._largest))
        former, was_ours = self._buffer, self._is_ours
        self._buffer, self._is_ours = self._pool.take(capacity), True
        self._buffer[:left] = former[self._start : self._filled]
        if was_ours:
            self._pool.give_back(former)
        self._state[[json_scan.POSITION, json_scan.LAST_COMMA_END]] -= self._start
        self._offset += self._start
        self._start = 0
        self._fill(left, capacity)

    def _fill(self, left: int, capacity: int) -> None:
        self._filled = left + self._reader.fill(self._buffer[left:capacity])
        self._at_end = self._filled < capacity
        self._buffer[self._filled : self._filled + ZERO_BYTES] = 0

    def _skip_space(self) -> None:
        """Go to the next item, of which nothing has been looked at if it is still to come."""
        self._start = int(skip_space(self._buffer, self._start))
        state = self._state
        state[json_scan.POSITION] = max(int(state[json_scan.POSITION]), self._start)
        state[json_scan.LAST_COMMA_END] = self._start

    def _piece_from(self, position: int) -> Piece:
        data = self._buffer[position : self._filled].tobytes()
        return Piece(data, self._offset + position, is_end=self._at_end)

    def _find_character(self) -> None:
        """Read on to the next character that is not white space, or to the end."""
        self._skip_space()
        while self._start == self._filled and not self._at_end:
            self._read_on()
            self._skip_space()

    def _open_list(self) -> None:
        if self._buffer[: len(BYTE_ORDER_MARK)].tobytes() == BYTE_ORDER_MARK and self._filled >= len(BYTE_ORDER_MARK):
            self._start = len(BYTE_ORDER_MARK)
        self._find_character()
        while self._start == self._filled or self._buffer[self._start] != OPENING:
            if (error := self._errors.instead_of_list(self._piece_from(self._start))) is not None:
                raise error
            if self._filled - self._start >= self._largest:
                raise self._errors.field_too_large(None)
            self._read_on()
        self._start += 1
        self._find_character()
        if self._start == self._filled:
            error = self._errors.in_item(self._piece_from(self._start), 0)
            raise error if error is not None else RuntimeError("a JSON list ends before its end")
        if self._buffer[self._start] == CLOSING:
            self._is_done = True
            self._start += 1
            if (error := self._error_behind_list()) is not None:
                raise error

    def _block_behind_list(self) -> JsonBlock | None:
        """No items, but an error if there is one."""
        self._is_done = True
        error = self._error_behind_list()
        if error is None:
            return None
        nothing = np.zeros(2 * PADDING_BYTES, np.uint8)
        return JsonBlock(self._blocks, nothing, 0, 0, PADDING_BYTES, self.row_count, 0, self._offset, error)

    def _error_behind_list(self) -> InvalidDataset | None:
        """Read to the end of the file, as long as there is only white space."""
        start, filled, offset, at_end = self._start, self._filled, self._offset, self._at_end
        buffer = self._buffer
        while True:
            start = int(skip_space(buffer, start))
            if start < filled or at_end:
                break
            offset += filled
            if buffer is self._buffer:
                buffer = np.empty(self._pool.block_bytes + PADDING_BYTES, np.uint8)
            start, filled = 0, self._reader.fill(buffer[: self._pool.block_bytes])
            at_end = filled < self._pool.block_bytes
            buffer[filled : filled + ZERO_BYTES] = 0
        data = buffer[start:filled].tobytes()
        if not at_end:
            more = np.empty(LOOKAHEAD_BYTES, np.uint8)
            data += more[: self._reader.fill(more)].tobytes()
        return self._errors.behind_list(Piece(data, offset + start, is_end=True))

    def _block_with_fault(self) -> JsonBlock | None:
        """The rest, if something is wrong already with an item whose end has not been read."""
        self._skip_space()
        if self._start == self._filled:
            return None
        end = self._item_end()
        if end >= 0:
            error = self._errors.behind_item(self._piece_from(end), self.row_count + 1)
        elif ~end < self._filled - LOOKAHEAD_BYTES or self.row_count == self._limits.max_rows:
            error = self._errors.in_item(self._piece_from(self._start), self.row_count)
        else:
            error = None
        if error is not None:
            return self._last_block(self._filled, 1, error)
        if self._filled - self._start < self._largest:
            return None
        return self._last_block(self._start, 0, self._too_large(end))

    def _item_end(self) -> int:
        """Where the item ends, or the complement of where it is not right, be it only for want of more."""
        limits = self._limits
        return int(
            value_end(
                self._buffer,
                self._start,
                capacity_of(self._buffer) + PADDING_BYTES,
                ITEM_DEPTH,
                limits.max_nesting_depth,
                limits.max_field_bytes,
                max(limits.max_field_bytes, DIGITS_OF_A_LARGE_INTEGER),
                self._opened,
            )
        )

    def _too_large(self, end: int) -> InvalidDataset:
        """An item as large as the buffer, perhaps because of the string that is not right."""
        if end < 0 and self._buffer[~end] == QUOTE and self._open_string_bytes(~end) > self._limits.max_field_bytes:
            return self._errors.field_too_large(self.row_count)
        return self._errors.row_too_large(self.row_count, self._offset + self._start)

    def _open_string_bytes(self, quote: int) -> int:
        """The decoded bytes of a string as far as it has been read."""
        scratch = capacity_of(self._buffer) + PADDING_BYTES
        return int(decode_string(self._buffer, quote + 1, scratch)[1]) - scratch
