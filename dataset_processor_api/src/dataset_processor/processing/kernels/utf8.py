"""Whether bytes are UTF-8 as Python's strict decoder has it: no surrogates, nothing overlong, nothing above U+10FFFF.

64 bytes at a time: from the first bytes of all characters it follows where continuations must stand. After E0, ED, F0
and F4 only some are allowed (Unicode 15, table 3-7).
"""

from typing import Any

import numpy as np

from dataset_processor.processing.kernels.byte_masks import byte_at, range_mask
from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.intrinsics import equal_mask, high_mask

ASCII, VALID, CUT, INVALID = range(4)  # what a piece of a file is
LINE_BYTES = 64
ONE, TWO, THREE, TOP = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(63)
NONE, ALL = np.uint64(0), np.uint64(0xFFFFFFFFFFFFFFFF)
LEAD_2, LEADS_2, LEAD_3, LEADS_3, LEAD_4, LEADS_4 = (np.uint8(n) for n in (0xC2, 30, 0xE0, 16, 0xF0, 5))
CONTINUATION, CONTINUATIONS = np.uint8(0x80), np.uint8(64)
E0, ED, F0, F4 = (np.uint8(n) for n in (0xE0, 0xED, 0xF0, 0xF4))
LOW_HALF, HIGH_HALF, HALF = np.uint8(0x80), np.uint8(0xA0), np.uint8(32)
ABOVE_8F, LOW_QUARTER, REST = np.uint8(0x90), np.uint8(16), np.uint8(48)


@kernel()
def check_utf8(buffer: Any, start: int, end: int) -> Any:
    """What the bytes of a `uint8` array from `start` to `end` are (int64), and where what is wrong begins, or -1.

    The place is `UnicodeDecodeError.start`: the first byte of the character. CUT means that the end falls into a
    character that is right so far; only at the end of a file is that an error. 64 bytes behind `end` can be read.
    """
    position, carried, kind = start, NONE, ASCII
    while position < end:
        line_end = min(position + LINE_BYTES, end)
        inside = ALL >> np.uint64(LINE_BYTES - (line_end - position))
        if high_mask(buffer, position) & inside != NONE or carried != NONE:
            kind = VALID
            wrong, carried = _line_faults(buffer, position, position > start, carried)
            if wrong & inside != NONE or line_end == end:
                return _exactly(buffer, _character_start(buffer, start, position), end)
        position = line_end
    return kind, -1


@kernel()
def is_ascii(buffer: Any, start: int, end: int) -> Any:
    """Whether all bytes from `start` to `end` are below 128; 64 bytes behind `end` can be read."""
    position = start
    while position + LINE_BYTES <= end:
        if high_mask(buffer, position) != NONE:
            return False
        position += LINE_BYTES
    return position >= end or high_mask(buffer, position) & (ALL >> np.uint64(LINE_BYTES - (end - position))) == NONE


@kernel()
def first_invalid_byte(buffer: Any, start: int, end: int) -> Any:
    """Where a character begins that is not UTF-8, one cut by the end included; -1 if there is none."""
    return check_utf8(buffer, start, end)[1]


@kernel(forceinline=True)
def _line_faults(buffer: Any, position: int, has_before: bool, carried: np.uint64) -> Any:
    """Which of 64 bytes are wrong where they stand; `carried` are continuations that are due from the line before."""
    two = range_mask(buffer, position, LEAD_2, LEADS_2)
    three = range_mask(buffer, position, LEAD_3, LEADS_3)
    four = range_mask(buffer, position, LEAD_4, LEADS_4)
    continuations = range_mask(buffer, position, CONTINUATION, CONTINUATIONS)
    first, second = two | three | four, three | four
    due = (first << ONE) | (second << TWO) | (four << THREE) | carried
    wrong = due ^ continuations
    wrong |= high_mask(buffer, position) & ~(first | continuations)
    before = byte_at(buffer, position - 1) if has_before else 0
    wrong |= _behind(buffer, position, E0, before) & range_mask(buffer, position, LOW_HALF, HALF)
    wrong |= _behind(buffer, position, ED, before) & range_mask(buffer, position, HIGH_HALF, HALF)
    wrong |= _behind(buffer, position, F0, before) & range_mask(buffer, position, LOW_HALF, LOW_QUARTER)
    wrong |= _behind(buffer, position, F4, before) & range_mask(buffer, position, ABOVE_8F, REST)
    return wrong, (first >> TOP) | (second >> (TOP - ONE)) | (four >> (TOP - TWO))


@kernel(forceinline=True)
def _behind(buffer: Any, position: int, byte: np.uint8, before: int) -> Any:
    """Which of 64 bytes follow a certain one."""
    return (equal_mask(buffer, position, byte) << ONE) | np.uint64(before == byte)


@kernel(forceinline=True)
def _character_start(buffer: Any, start: int, position: int) -> Any:
    """Where the last character that begins before a place begins; all before it is right."""
    if position == start:
        return position
    position -= 1
    while position > start and byte_at(buffer, position) & 0xC0 == 0x80:
        position -= 1
    return position


@kernel()
def _exactly(buffer: Any, position: int, end: int) -> Any:
    """The result for bytes among which one is not ASCII, character by character from the start of one on."""
    while position < end:
        first = byte_at(buffer, position)
        length = _character_length(first)
        if length == 0:
            return INVALID, position
        low, high = _second_bytes(first)
        for offset in range(1, length):
            if position + offset == end:
                return CUT, position
            byte = byte_at(buffer, position + offset)
            if byte < low or byte > high:
                return INVALID, position
            low, high = 0x80, 0xBF
        position += length
    return VALID, -1


@kernel(forceinline=True)
def _character_length(first: int) -> Any:
    if first < 0x80:
        return 1
    if first < 0xC2 or first > 0xF4:
        return 0
    return 2 + (first >= 0xE0) + (first >= 0xF0)


@kernel(forceinline=True)
def _second_bytes(first: int) -> Any:
    """The least and the greatest byte that may follow a first one."""
    low = 0xA0 if first == 0xE0 else (0x90 if first == 0xF0 else 0x80)
    high = 0x9F if first == 0xED else (0x8F if first == 0xF4 else 0xBF)
    return low, high
