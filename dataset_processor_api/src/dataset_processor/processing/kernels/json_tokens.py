"""Single JSON tokens as Python's `json` takes them (`_json.c`, strict): white space, numbers, names and strings.

All bytes are followed by a zero byte, which no token goes past, and by 64 more that can be read. A place where
something else stands than may is returned as its complement, a negative number.
"""

from typing import Any

import numpy as np

from dataset_processor.processing.kernels.byte_masks import byte_at, string_stops
from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.intrinsics import load64, trailing_zeros
from dataset_processor.processing.kernels.kinds import FALSE, INTEGER, NULL, REAL, TRUE

LINE_BYTES = 64
NONE = np.uint64(0)
SPACE, NEWLINE, CARRIAGE_RETURN, TAB = 0x20, 0x0A, 0x0D, 0x09
QUOTE, BACKSLASH, MINUS, PLUS, POINT, ZERO, NINE = (ord(c) for c in '"\\-+.09')
LOWER_CASE, LOWER_E, LOWER_U = 0x20, ord("e"), ord("u")
ZEROS = np.uint64(0x3030303030303030)
BEYOND_NINE = np.uint64(0x7676767676767676)  # carries into the high bit of a byte above 9
HIGH_BITS = np.uint64(0x8080808080808080)
ESCAPES = np.zeros(256, np.uint8)
ESCAPES[list(b'"\\/bfnrt')] = list(b'"\\/\b\f\n\r\t')
NOT_HEXADECIMAL = 1 << 24  # beyond all code points
HIGH_SURROGATES, LOW_SURROGATES, SURROGATES_MASK = 0xD800, 0xDC00, 0xFC00


def _word(text: bytes) -> tuple[np.uint64, np.uint64]:
    return np.uint64(int.from_bytes(text, "little")), np.uint64((1 << 8 * len(text)) - 1)


(TRUE_WORD, FOUR), (NULL_WORD, _) = _word(b"true"), _word(b"null")
(FALSE_WORD, FIVE), (NAN_WORD, THREE), (INFINITY_WORD, EIGHT) = _word(b"false"), _word(b"NaN"), _word(b"Infinity")


@kernel(forceinline=True)
def skip_space(buffer: Any, position: int) -> Any:
    """The next place where no white space stands."""
    byte = byte_at(buffer, position)
    while byte == SPACE or byte == NEWLINE or byte == CARRIAGE_RETURN or byte == TAB:
        position += 1
        byte = byte_at(buffer, position)
    return position


@kernel(forceinline=True)
def scalar_end(buffer: Any, position: int) -> Any:
    """Where a number, `true`, `false`, `null`, `NaN`, `Infinity` or `-Infinity` ends, and its kind."""
    byte = byte_at(buffer, position)
    if byte == MINUS or ZERO <= byte <= NINE:
        return _number_end(buffer, position)
    word = load64(buffer, position)
    if word & FOUR == TRUE_WORD:
        return position + 4, TRUE
    if word & FIVE == FALSE_WORD:
        return position + 5, FALSE
    if word & FOUR == NULL_WORD:
        return position + 4, NULL
    if word & THREE == NAN_WORD:
        return position + 3, REAL
    if word & EIGHT == INFINITY_WORD:
        return position + 8, REAL
    return ~position, NULL


@kernel(forceinline=True)
def _number_end(buffer: Any, start: int) -> Any:
    """A point or an exponent without digits is no part of the number, as `_match_number_unicode` has it."""
    position = start + (byte_at(buffer, start) == MINUS)
    byte = byte_at(buffer, position)
    if byte == ZERO:
        position += 1
    elif ZERO < byte <= NINE:
        position = _digits_end(buffer, position)
    elif position > start and load64(buffer, position) == INFINITY_WORD:
        return position + 8, REAL
    else:
        return ~start, NULL
    kind = INTEGER
    byte = byte_at(buffer, position)
    if byte == POINT and _is_digit(byte_at(buffer, position + 1)):
        position = _digits_end(buffer, position + 1)
        kind = REAL
        byte = byte_at(buffer, position)
    if byte | LOWER_CASE == LOWER_E:
        byte = byte_at(buffer, position + 1)
        digits = position + 1 + (byte == PLUS or byte == MINUS)
        if _is_digit(byte_at(buffer, digits)):
            return _digits_end(buffer, digits), REAL
    return position, kind


@kernel(forceinline=True)
def _is_digit(byte: int) -> Any:
    return ZERO <= byte <= NINE


@kernel(forceinline=True)
def _digits_end(buffer: Any, position: int) -> Any:
    while True:
        word = load64(buffer, position) ^ ZEROS
        others = ((word + BEYOND_NINE) | word) & HIGH_BITS
        if others != NONE:
            return position + (trailing_zeros(others) >> 3)
        position += 8


@kernel(forceinline=True)
def string_stop(buffer: Any, position: int) -> Any:
    """The next quote, backslash or control character."""
    stops = string_stops(buffer, position)
    while stops == NONE:
        position += LINE_BYTES
        stops = string_stops(buffer, position)
    return position + trailing_zeros(stops)


@kernel()
def decode_string(buffer: Any, start: int, target: int) -> Any:
    """Write what a string stands for to `buffer[target:]`; `start` is behind its opening quote.

    Two escapes that make a pair of surrogates are one character; a lone surrogate is written in three bytes as UTF-8
    would (Python's "surrogatepass"). Returns where the string ends, behind its closing quote, the place behind what was
    written, and whether any of the escapes is not ASCII.
    """
    position, beyond_ascii = start, False
    while True:
        stop = string_stop(buffer, position)
        for index in range(position, stop):
            buffer[target] = buffer[index]
            target += 1
        byte = byte_at(buffer, stop)
        if byte == QUOTE:
            return stop + 1, target, beyond_ascii
        if byte != BACKSLASH:
            return ~(start - 1), target, beyond_ascii
        if byte_at(buffer, stop + 1) == LOWER_U:
            code, position = _escaped_code(buffer, stop)
            if code == NOT_HEXADECIMAL:
                return ~(start - 1), target, beyond_ascii
            beyond_ascii |= code > 0x7F
            target = _write_character(buffer, target, code)
        else:
            escaped = ESCAPES[byte_at(buffer, stop + 1)]
            if escaped == 0:
                return ~(start - 1), target, beyond_ascii
            buffer[target] = escaped
            target += 1
            position = stop + 2


@kernel(forceinline=True)
def _escaped_code(buffer: Any, position: int) -> Any:
    r"""The code point of `\uXXXX`, or of two of them that are a pair, and the place behind."""
    code = _hexadecimal(buffer, position + 2)
    if code & SURROGATES_MASK != HIGH_SURROGATES or code == NOT_HEXADECIMAL:
        return code, position + 6
    if byte_at(buffer, position + 6) != BACKSLASH or byte_at(buffer, position + 7) != LOWER_U:
        return code, position + 6
    low = _hexadecimal(buffer, position + 8)
    if low & SURROGATES_MASK != LOW_SURROGATES or low == NOT_HEXADECIMAL:
        return code, position + 6
    return 0x10000 + ((code - HIGH_SURROGATES) << 10) + (low - LOW_SURROGATES), position + 12


@kernel(forceinline=True)
def _hexadecimal(buffer: Any, position: int) -> Any:
    number = 0
    for index in range(position, position + 4):
        byte = byte_at(buffer, index)
        letter = (byte | LOWER_CASE) - ord("a")
        if ZERO <= byte <= NINE:
            number = number * 16 + byte - ZERO
        elif 0 <= letter < 6:
            number = number * 16 + 10 + letter
        else:
            return NOT_HEXADECIMAL
    return number


@kernel(forceinline=True)
def _write_character(buffer: Any, target: int, code: int) -> Any:
    """UTF-8, of surrogates too; returns the place behind."""
    if code < 0x80:
        buffer[target] = code
        return target + 1
    if code < 0x800:
        buffer[target] = 0xC0 | (code >> 6)
        buffer[target + 1] = 0x80 | (code & 0x3F)
        return target + 2
    if code < 0x10000:
        buffer[target] = 0xE0 | (code >> 12)
        buffer[target + 1] = 0x80 | ((code >> 6) & 0x3F)
        buffer[target + 2] = 0x80 | (code & 0x3F)
        return target + 3
    buffer[target] = 0xF0 | (code >> 18)
    buffer[target + 1] = 0x80 | ((code >> 12) & 0x3F)
    buffer[target + 2] = 0x80 | ((code >> 6) & 0x3F)
    buffer[target + 3] = 0x80 | (code & 0x3F)
    return target + 4
