"""Where items of the top-level JSON list end, in the order of the file: the only work that threads cannot share.

Only strings, brackets and commas are looked at. Whatever begins like JSON is cut right; of the rest nothing is said,
but that a string is never taken for anything else.
"""

from typing import Any

import numpy as np

from dataset_processor.processing.kernels.byte_masks import either_case_mask
from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.intrinsics import equal_mask, leading_zeros, ones, trailing_zeros

QUOTE, BACKSLASH, COMMA, OPENING, CLOSING = (np.uint8(ord(c)) for c in '"\\,{}')
LINE_BYTES = 64
ONE, TOP = np.uint64(1), np.uint64(63)
NONE, ALL, ODD_BITS = np.uint64(0), np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0xAAAAAAAAAAAAAAAA)

# Slots of a state: the place to go on from; whether that is in a string, and behind a backslash there; how many
# brackets are open in the item; the commas between items so far, the place behind the last; the place behind the
# bracket that closes the list, or 0.
POSITION, IN_STRING, IS_ESCAPED, DEPTH, COMMAS, LAST_COMMA_END, LIST_END = range(7)
STATE_SLOTS = 7


@kernel()
def scan_items(buffer: Any, end: int, state: Any) -> None:
    """Go on from `state[POSITION]` (int64 state) to `end`, or to the end of the list.

    `buffer` is uint8[:], of which 64 bytes behind `end` can be read. Nothing is looked at twice, however the bytes are
    divided among calls.
    """
    position, depth = state[POSITION], state[DEPTH]
    in_string = NONE - np.uint64(state[IN_STRING])
    is_escaped = np.uint64(state[IS_ESCAPED])
    while position < end and state[LIST_END] == 0:
        count = min(LINE_BYTES, end - position)
        inside = ALL >> np.uint64(LINE_BYTES - count)
        last = np.uint64(count - 1)
        quotes = equal_mask(buffer, position, QUOTE) & inside
        backslashes = equal_mask(buffer, position, BACKSLASH) & inside
        if backslashes | is_escaped != NONE:
            escaped, escaping = _escaped_bytes(backslashes, is_escaped)
            is_escaped = (escaping >> last) & ONE
            quotes &= ~escaped
        strings = _parity(quotes) ^ in_string
        in_string = NONE - ((strings >> last) & ONE)
        outside = inside & ~strings
        openings = either_case_mask(buffer, position, OPENING) & outside
        closings = either_case_mask(buffer, position, CLOSING) & outside
        if depth > ones(closings):
            depth += ones(openings) - ones(closings)
        else:
            commas = equal_mask(buffer, position, COMMA) & outside
            depth = _between_items(position, depth, openings, closings, commas, state)
        position += count
    state[POSITION], state[DEPTH] = position, depth
    state[IN_STRING], state[IS_ESCAPED] = np.int64(in_string & ONE), np.int64(is_escaped)


@kernel(forceinline=True)
def _escaped_bytes(backslashes: np.uint64, is_escaped: np.uint64) -> Any:
    """Which bytes are escaped, and which escape the next one, when the first may be escaped already.

    Runs of backslashes are told apart by the place where they begin, all at once by one subtraction
    (Langdale and Lemire, Parsing Gigabytes of JSON per Second, 2019).
    """
    potential = backslashes & ~is_escaped
    codes = (((potential << ONE) | ODD_BITS) - potential) ^ ODD_BITS
    return codes ^ (backslashes | is_escaped), codes & backslashes


@kernel(forceinline=True)
def _parity(bits: np.uint64) -> Any:
    """Bit i says whether an odd number of bits up to and with the i-th are set."""
    if bits != NONE:
        for shift in (1, 2, 4, 8, 16, 32):
            bits ^= bits << np.uint64(shift)
    return bits


@kernel(forceinline=True)
def _between_items(
    position: int, depth: int, openings: np.uint64, closings: np.uint64, commas: np.uint64, state: Any
) -> Any:
    """Count the commas outside all items among 64 bytes; returns how many brackets are open behind them."""
    brackets, gap = openings | closings, 0
    while brackets != NONE:
        place = trailing_zeros(brackets)
        brackets &= brackets - ONE
        if (openings >> np.uint64(place)) & ONE == ONE:
            if depth == 0:
                _count_commas(position, commas & (ALL << np.uint64(gap)) & ~(ALL << np.uint64(place)), state)
            depth += 1
            continue
        depth -= 1
        if depth == 0:
            gap = place
        elif depth < 0:
            _count_commas(position, commas & (ALL << np.uint64(gap)) & ~(ALL << np.uint64(place)), state)
            state[LIST_END] = position + place + 1
            return 0
    if depth == 0:
        _count_commas(position, commas & (ALL << np.uint64(gap)), state)
    return depth


@kernel(forceinline=True)
def _count_commas(position: int, commas: np.uint64, state: Any) -> None:
    if commas != NONE:
        state[COMMAS] += ones(commas)
        state[LAST_COMMA_END] = position + LINE_BYTES - leading_zeros(commas)
