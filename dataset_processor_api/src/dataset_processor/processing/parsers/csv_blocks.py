"""A CSV cut into blocks at the ends of records, in the order of the file."""

import csv
import io
from typing import Any

import numpy as np

from dataset_processor.processing.errors import InvalidDataset
from dataset_processor.processing.kernels import csv_scan
from dataset_processor.processing.kernels.csv import FIELD_TOO_LARGE
from dataset_processor.processing.kernels.csv_scan import CARRIAGE_RETURN, LINE_FEED, scan_records
from dataset_processor.processing.limits import Limits
from dataset_processor.processing.parsers.blocks import PADDING_BYTES, Block, BufferPool, capacity_of
from dataset_processor.processing.parsers.csv_cells import CsvCells
from dataset_processor.processing.parsers.csv_errors import CsvErrors
from dataset_processor.processing.source import SourceReader

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LINE_END_BYTES = 2
NO_END = 1 << 62


class CsvBlocks:
    """Reads the header, then hands out blocks. Not for several threads at once.

    `header` has a name for each column, `fields` the distinct ones in the order of their first column; `columns[i]`
    is the field of the i-th column, or -1 where a later column of the same name hides it.
    """

    def __init__(self, reader: SourceReader, limits: Limits, pool: BufferPool) -> None:
        self.row_count = 0
        self._reader = reader
        self._limits = limits
        self._pool = pool
        self._state = np.zeros(csv_scan.STATE_SLOTS, np.int64)
        self._buffer = pool.take(0)
        self._is_ours = True
        self._start = self._filled = self._offset = self._blocks = 0
        self._at_end = self._is_done = False
        self.unclosed_quote = False
        self._skip_byte_order_mark()
        self.header = self._read_header()
        positions = {name: position for position, name in enumerate(self.header)}
        self.fields = list(positions)
        self.columns: Any = np.full(len(self.header), -1, np.int64)
        self.columns[list(positions.values())] = np.arange(len(positions))
        self.errors = CsvErrors(self.header, limits)

    @property
    def blank_lines(self) -> int:
        """Empty lines outside quotes, after the header; complete at the end."""
        return int(self._state[csv_scan.BLANK_LINES])

    def next_block(self) -> Block | None:
        """The next rows; `None` at the end. A block with an `error` is the last."""
        if self._is_done:
            return None
        self._scan(NO_END)
        while not self._at_end and self._state[csv_scan.RECORD_START] == self._start:
            if self.row_count == self._limits.max_rows and self._state[csv_scan.POSITION] > self._start:
                return self._last_block(self._start, 0, self.errors.too_many_rows(self._offset + self._start))
            if self._is_ours and (error := self._unfinished_row_error()) is not None:
                return self._last_block(self._start, 0, error)
            self._read_on()
            self._scan(NO_END)
        rows = int(self._state[csv_scan.RECORDS])
        end = int(self._state[csv_scan.RECORD_START])
        if self._at_end and end < self._filled:
            rows, end = rows + 1, self._filled
        room = self._limits.max_rows - self.row_count
        if rows > room:
            end = self._end_of(room)
            return self._last_block(end, room, self.errors.too_many_rows(self._offset + self._row_behind(end)))
        self._is_done = self._at_end
        return self._block(end, rows) if end > self._start else None

    def _block(self, end: int, rows: int, error: InvalidDataset | None = None) -> Block:
        block = Block(
            number=self._blocks,
            buffer=self._buffer,
            start=self._start,
            end=end,
            scratch=capacity_of(self._buffer) + PADDING_BYTES,
            first_row=self.row_count,
            row_count=rows,
            byte_offset=self._offset,
            error=error,
        )
        self._blocks += 1
        self.row_count += rows
        self._start = end
        self._is_ours = False
        self._state[csv_scan.RECORDS] = 0
        return block

    def _last_block(self, end: int, rows: int, error: InvalidDataset) -> Block:
        self._is_done = True
        return self._block(end, rows, error)

    def _scan(self, stop_after: int) -> None:
        """Look at all bytes but a carriage return at their end, whose line feed may be still to come."""
        end = self._filled
        if not self._at_end and end > self._start and self._buffer[end - 1] == CARRIAGE_RETURN:
            end -= 1
        scan_records(self._buffer, end, self._state, stop_after)

    def _read_on(self) -> None:
        """Move what is left to the front of a buffer with room for as much again, or for the largest row; fill that."""
        left = self._filled - self._start
        largest = self._limits.max_row_bytes + LINE_END_BYTES
        capacity = max(self._pool.block_bytes, min(2 * left, largest), left + 1)
        former, was_ours = self._buffer, self._is_ours
        self._buffer, self._is_ours = self._pool.take(capacity), True
        self._buffer[:left] = former[self._start : self._filled]
        if was_ours:
            self._pool.give_back(former)
        self._state[csv_scan.POSITION] -= self._start
        self._state[csv_scan.RECORD_START] -= self._start
        self._offset += self._start
        self._start = 0
        self._fill(left, capacity)

    def _fill(self, left: int, capacity: int) -> None:
        self._filled = left + self._reader.fill(self._buffer[left:capacity])
        self._at_end = self._filled < capacity

    def _skip_byte_order_mark(self) -> None:
        self._fill(0, max(self._pool.block_bytes, len(BYTE_ORDER_MARK)))
        if self._buffer[: len(BYTE_ORDER_MARK)].tobytes() == BYTE_ORDER_MARK and self._filled >= len(BYTE_ORDER_MARK):
            self._start = len(BYTE_ORDER_MARK)
        self._state[[csv_scan.POSITION, csv_scan.RECORD_START]] = self._start

    def _read_header(self) -> list[str]:
        self.errors = CsvErrors(None, self._limits)
        self._scan(1)
        while not self._at_end and not self._state[[csv_scan.RECORDS, csv_scan.BLANK_LINES]].any():
            if (error := self._unfinished_row_error()) is not None:
                raise error
            self._read_on()
            self._scan(1)
        if self._state[csv_scan.BLANK_LINES] or self._filled == self._start:
            raise self.errors.no_header(is_empty=self._filled == self._start)
        end = int(self._state[csv_scan.RECORD_START])
        end = end if end > self._start else self._filled
        header = self._decoded_header(end)
        if self._buffer[end - 1] == CARRIAGE_RETURN and end < self._filled and self._buffer[end] == LINE_FEED:
            end += 1
        self._start = end
        self._state[:] = 0
        self._state[[csv_scan.POSITION, csv_scan.RECORD_START]] = end
        return header

    def _decoded_header(self, end: int) -> list[str]:
        line = self._buffer[self._start : end].tobytes()
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self.errors.invalid_utf8(0, self._offset + self._start + error.start) from None
        if csv.field_size_limit() < len(text):
            csv.field_size_limit(len(text))
        self.unclosed_quote = self._at_end and end == self._filled and _is_open(line)
        header = next(csv.reader(io.StringIO(text, newline="")))
        self.errors.check_header(header)
        return header

    def _end_of(self, rows: int) -> int:
        """Where record number `rows` of the buffer ends."""
        state = np.zeros(csv_scan.STATE_SLOTS, np.int64)
        state[[csv_scan.POSITION, csv_scan.RECORD_START]] = self._start
        if rows:
            scan_records(self._buffer, self._filled, state, rows)
        return int(state[csv_scan.RECORD_START])

    def _row_behind(self, position: int) -> int:
        """Where the next row begins, behind blank lines."""
        rest = self._buffer[position : self._filled]
        return position + int(np.argmax((rest != LINE_FEED) & (rest != CARRIAGE_RETURN)))

    def _unfinished_row_error(self) -> InvalidDataset | None:
        """What is wrong already with a row whose end has not been read."""
        pending = self._filled - self._start
        if pending <= self._limits.max_field_bytes:
            return None
        block = Block(0, self._buffer, self._start, self._filled, capacity_of(self._buffer) + PADDING_BYTES, 0, 1, 0)
        cells = CsvCells(np.empty(0, np.int64), self._limits.max_field_bytes, np.ones(2, np.uint64))
        status, value = cells.read(block, block.start, block.end, 0)
        if status == FIELD_TOO_LARGE:
            return self.errors.field_too_large(self.row_count, cells.bad_column, self._offset + value)
        place = self._offset + self._start
        return self.errors.row_too_large(self.row_count, place) if pending > self._limits.max_row_bytes else None


def _is_open(line: bytes) -> bool:
    """Whether the quotes of a record that ends with the file are not closed."""
    state = np.zeros(csv_scan.STATE_SLOTS, np.int64)
    padded = np.zeros(len(line) + PADDING_BYTES, np.uint8)
    padded[: len(line)] = np.frombuffer(line, np.uint8)
    scan_records(padded, len(line), state, NO_END)
    return bool(state[csv_scan.MODE] == csv_scan.IN_QUOTES)
