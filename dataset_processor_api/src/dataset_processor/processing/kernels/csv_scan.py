"""Where records of a CSV end, in the order of the file: the only work that cannot be shared among threads."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.intrinsics import equal_mask, leading_zeros, ones, trailing_zeros

LINE_FEED, CARRIAGE_RETURN, QUOTE, COMMA = np.uint8(10), np.uint8(13), np.uint8(34), np.uint8(44)
FIELD_START, IN_FIELD, IN_QUOTES, AFTER_QUOTE = 0, 1, 2, 3

# Slots of a state.
POSITION, MODE, RECORD_START, RECORDS, BLANK_LINES = 0, 1, 2, 3, 4
STATE_SLOTS = 5
LINE_BYTES = 64


@kernel()
def scan_records(buffer: np.ndarray, end: int, state: np.ndarray, stop_after: int) -> None:
    """Go on from `state[POSITION]` to `end`, or to the end of record number `stop_after`.

    The states are those of CPython's `_csv.c`, default dialect. `state[RECORD_START]` is the place behind the last
    line ending outside quotes, `state[RECORDS]` counts records that are not blank, `state[BLANK_LINES]` the others.
    A carriage return must be followed by its line feed in the buffer: `end` may not part them. 64 bytes behind `end`
    can be read.
    """
    position, mode, record_start = state[POSITION], state[MODE], state[RECORD_START]
    records, blank_lines = state[RECORDS], state[BLANK_LINES]
    while position < end and records < stop_after:
        line_end = min(position + LINE_BYTES, end)
        inside = ~np.uint64(0) >> np.uint64(LINE_BYTES - (line_end - position))
        quotes = equal_mask(buffer, position, QUOTE) & inside
        returns = equal_mask(buffer, position, CARRIAGE_RETURN) & inside
        newlines = (equal_mask(buffer, position, LINE_FEED) & inside) | returns
        if mode != IN_QUOTES and quotes == 0 and stop_after > records + LINE_BYTES:
            if newlines != 0:
                after_newline = newlines << np.uint64(1)
                if record_start == position:
                    after_newline |= np.uint64(1)
                records += ones(newlines & ~after_newline)
                after_return = returns << np.uint64(1)
                if record_start == position and position > 0 and buffer[position - 1] == CARRIAGE_RETURN:
                    after_return |= np.uint64(1)
                blank = newlines & after_newline
                feeds = newlines & ~returns
                blank_lines += ones(blank & ~(feeds & after_return))
                record_start = position + LINE_BYTES - leading_zeros(newlines)
            last = buffer[line_end - 1]
            mode = FIELD_START if last == COMMA or record_start == line_end else IN_FIELD
            position = line_end
            continue
        special = quotes | newlines | (equal_mask(buffer, position, COMMA) & inside)
        base = position
        while position < line_end:
            if mode == IN_QUOTES:
                rest = quotes >> np.uint64(position - base)
                if rest == 0:
                    position = line_end
                    break
                position += trailing_zeros(rest) + 1
                mode = AFTER_QUOTE
                continue
            rest = special >> np.uint64(position - base)
            if rest == 0:
                position = line_end
                mode = IN_FIELD
                break
            at = position + trailing_zeros(rest)
            if at > position:
                mode = IN_FIELD
            byte = buffer[at]
            position = at + 1
            if byte == QUOTE:
                mode = IN_FIELD if mode == IN_FIELD else IN_QUOTES
            elif byte == COMMA:
                mode = FIELD_START
            else:
                if at > record_start:
                    records += 1
                elif not (byte == LINE_FEED and at > 0 and buffer[at - 1] == CARRIAGE_RETURN):
                    blank_lines += 1
                record_start = position
                mode = FIELD_START
                if records == stop_after:
                    break
    state[POSITION], state[MODE], state[RECORD_START] = position, mode, record_start
    state[RECORDS], state[BLANK_LINES] = records, blank_lines
