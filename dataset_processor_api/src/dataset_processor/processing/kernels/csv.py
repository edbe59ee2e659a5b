"""Records of a CSV as cells: the state machine of CPython's `_csv.c` with its default dialect."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.csv_scan import CARRIAGE_RETURN, COMMA, LINE_FEED, QUOTE
from dataset_processor.processing.kernels.hashing import multiply, text_words
from dataset_processor.processing.kernels.intrinsics import equal_mask, trailing_zeros
from dataset_processor.processing.kernels.kinds import NULL, TEXT

BATCH_FULL, BLOCK_DONE, FIELD_TOO_LARGE = 0, 1, 2
LINE_BYTES = 64

# Slots of the counters of a block.
LONG_ROWS, EXTRA_CELLS, SHORT_ROWS, LACKING_CELLS, UNCLOSED_QUOTE, BAD_COLUMN = 0, 1, 2, 3, 4, 5
COUNTER_SLOTS = 6
NOTED_ROWS = 5


@kernel(inline="always")
def separators(buffer: np.ndarray, position: int) -> np.uint64:
    """Which of the next 64 bytes are commas or line endings."""
    return (
        equal_mask(buffer, position, COMMA)
        | equal_mask(buffer, position, LINE_FEED)
        | equal_mask(buffer, position, CARRIAGE_RETURN)
    )


@kernel(inline="always")
def next_quote(buffer: np.ndarray, position: int, end: int) -> int:
    """The place of the next quote, or `end`."""
    while position < end:
        quotes = equal_mask(buffer, position, QUOTE)
        if quotes != 0:
            return min(position + trailing_zeros(quotes), end)
        position += LINE_BYTES
    return end


@kernel()
def unquote(buffer: np.ndarray, position: int, end: int, scratch: int) -> tuple[int, int, bool]:
    """Write the value of a field whose opening quote ends at `position` to `scratch`.

    Returns its length, the place of what ends the field (a separator, or `end`), and whether its quotes were closed.
    """
    length = 0
    while True:
        quote = next_quote(buffer, position, end)
        for i in range(position, quote):
            buffer[scratch + length] = buffer[i]
            length += 1
        if quote == end:
            return length, end, False
        position = quote + 1
        if position < end and buffer[position] == QUOTE:
            buffer[scratch + length] = QUOTE
            length += 1
            position += 1
            continue
        break
    while position < end:
        byte = buffer[position]
        if byte == COMMA or byte == LINE_FEED or byte == CARRIAGE_RETURN:
            break
        buffer[scratch + length] = byte
        length += 1
        position += 1
    return length, position, True


@kernel()
def tokenize_csv(
    buffer: np.ndarray,
    position: int,
    end: int,
    scratch: int,
    columns: np.ndarray,
    stride: int,
    starts: np.ndarray,
    lengths: np.ndarray,
    kinds: np.ndarray,
    extras: np.ndarray,
    points: np.ndarray,
    max_field_bytes: int,
    first_row: int,
    counters: np.ndarray,
    notes: np.ndarray,
) -> tuple[int, int, int]:
    """Read at most `stride` records from `position` on into cells; `kinds` must be all TEXT before.

    `columns[i]` is the column of the i-th cell, or -1 for one that a later column of the same name hides. `scratch` is
    where values that are not a slice of the file are written; there is room for as many bytes as the records have.
    `extras` (2 x stride) gets the hash of the cells beyond the header, 0 for none. `counters` add up for the block;
    `notes` (2 x 5 x 2) holds row index and cells of the first long and short rows.

    Returns a status, the number of records, and the place behind the last of them.
    """
    width = len(columns)
    row = 0
    cell = 0
    field = position
    base = position
    mask = separators(buffer, base)
    point0, point1 = points[0], points[1]
    while field < end:
        if cell == 0:
            byte = buffer[field]
            if byte == LINE_FEED or byte == CARRIAGE_RETURN:
                field += 1
                base = field
                mask = separators(buffer, base)
                continue
            if row == stride:
                return BATCH_FULL, row, field
            extras[0, row] = extras[1, row] = np.uint64(0)
        while True:
            if field < end and buffer[field] == QUOTE:
                start = field + 1
                stop = next_quote(buffer, start, end)
                length = stop - start
                if stop == end:
                    counters[UNCLOSED_QUOTE] = 1
                    stop = end
                else:
                    stop += 1
                    byte = buffer[stop] if stop < end else LINE_FEED
                    if byte != COMMA and byte != LINE_FEED and byte != CARRIAGE_RETURN:
                        length, stop, closed = unquote(buffer, start, end, scratch)
                        start = scratch
                        scratch += length
                        if not closed:
                            counters[UNCLOSED_QUOTE] = 1
                base = stop
                mask = separators(buffer, base)
            else:
                start = field
                while mask == 0 and base < end:
                    base += LINE_BYTES
                    mask = separators(buffer, base)
                stop = min(base + trailing_zeros(mask), end)
                length = stop - start
            if length > max_field_bytes:
                counters[BAD_COLUMN] = cell
                return FIELD_TOO_LARGE, row, field
            if cell < width:
                column = columns[cell]
                if column >= 0:
                    index = column * stride + row
                    starts[index] = start
                    lengths[index] = length
            else:
                hash0, hash1 = text_words(buffer, start, length, point0, point1)
                extras[0, row] = multiply(extras[0, row] + np.uint64(1), point1) + hash0
                extras[1, row] = multiply(extras[1, row] + np.uint64(1), point0) + hash1
            cell += 1
            mask &= mask - np.uint64(1)
            field = stop + 1
            if stop >= end or buffer[stop] != COMMA:
                break
        if cell != width:
            which = 0 if cell > width else 1
            seen = counters[2 * which]
            if seen < NOTED_ROWS:
                notes[which, seen, 0] = first_row + row
                notes[which, seen, 1] = abs(cell - width)
            counters[2 * which] += 1
            counters[2 * which + 1] += abs(cell - width)
            for missing in range(cell, width):
                if columns[missing] >= 0:
                    kinds[columns[missing] * stride + row] = NULL
        row += 1
        cell = 0
    return BLOCK_DONE, row, end


@kernel()
def fill_text(kinds: np.ndarray, cells: int) -> None:
    """Make all cells TEXT."""
    kinds[:cells] = TEXT
