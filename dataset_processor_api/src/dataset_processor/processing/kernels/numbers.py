"""Which cells are numbers, and the doubles they stand for: what Python's `float(text)` says."""

import numpy as np

from dataset_processor.processing.kernels.addresses import address_of, byte_at, other_than_digits
from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.decimals import nearest_double
from dataset_processor.processing.kernels.digits import (
    NO_POINT,
    are_digits,
    integer_up_to_8,
    integer_up_to_16,
    mantissa_up_to_8,
    mantissa_up_to_16,
    mantissa_up_to_24,
)
from dataset_processor.processing.kernels.doubtful import (
    ASK_PYTHON,
    INTEGER_FORM,
    NOT_A_NUMBER,
    REAL_FORM,
    WHITE_SPACE,
    doubtful_cell,
)
from dataset_processor.processing.kernels.intrinsics import trailing_zeros
from dataset_processor.processing.kernels.long_numbers import parse_long, parse_name
from dataset_processor.processing.kernels.number_tables import (
    BYTE_CLASSES,
    DOUBTFUL,
    EXPONENT,
    FIRST_CLASSES,
    LETTER,
    NOTHING,
    POINT,
    POWERS_OF_TEN,
    SIGN,
    SPACE,
)

__all__ = [
    "ASK_PYTHON",
    "INTEGER_FORM",
    "NOT_A_NUMBER",
    "REAL_FORM",
    "WHITE_SPACE",
    "ask_python",
    "parse_json_number",
    "parse_number",
]

MINUS = np.uint8(ord("-"))


@kernel(inline="always")
def parse_number(buffer: np.ndarray, start: int, length: int) -> tuple[int, float]:
    """What `float(text)` and `text.isspace()` say of a cell: its code and, where it is a number, the double.

    `buffer` is uint8[:] in UTF-8, of which 16 bytes beyond the end of the cell may be read; `start` and `length`
    are in bytes. The code ASK_PYTHON leaves the cell to `ask_python`.
    """
    return _parse_cell(address_of(buffer) + np.int64(start), np.int64(length))


@kernel(inline="always")
def parse_json_number(buffer: np.ndarray, start: int, length: int, is_real: bool) -> tuple[int, float]:
    """The code and the double of a valid JSON number, or of the tokens NaN, Infinity and -Infinity.

    Arguments as for `parse_number`; the code is INTEGER_FORM, REAL_FORM or ASK_PYTHON. An integer beyond a double
    becomes infinite, and the integer -0 is 0.0.
    """
    return _parse_token(address_of(buffer) + np.int64(start), np.int64(length), is_real)


def ask_python(data: bytes) -> tuple[int, float]:
    """What `parse_number` cannot decide: the code and the double of a cell, by Python itself."""
    try:
        text = data.decode("utf-8", "surrogatepass")
        if text.isspace():
            return WHITE_SPACE, 0.0
        value = float(text)
    except ValueError:
        return NOT_A_NUMBER, 0.0
    unsigned = text.strip().lstrip("+-").replace("_", "")
    return INTEGER_FORM if unsigned.isdecimal() else REAL_FORM, value


@kernel(inline="always")
def _parse_cell(begin: int, length: int) -> tuple[int, float]:
    if length <= 0:
        return NOT_A_NUMBER, 0.0
    kind = FIRST_CLASSES[byte_at(begin)]
    if kind == NOTHING:
        return NOT_A_NUMBER, 0.0
    if kind <= POINT:
        return _parse_signed(begin, begin + length)
    if kind == DOUBTFUL:
        return doubtful_cell(begin, begin + length), 0.0
    return _parse_padded(begin, begin + length)


@kernel(inline="always")
def _parse_token(begin: int, length: int, is_real: bool) -> tuple[int, float]:
    code, value = _parse_signed(begin, begin + length)
    return code, value if is_real else value + 0.0


@kernel(forceinline=True)
def _parse_signed(begin: int, end: int) -> tuple[int, float]:
    """A cell without white space before it: at once if it is short and plain, or goes on as no number does."""
    first = byte_at(begin)
    code, value = _parse_unsigned(begin + (BYTE_CLASSES[first] == SIGN), end)
    return code, -value if first == MINUS else value


@kernel(forceinline=True)
def _parse_unsigned(begin: int, end: int) -> tuple[int, float]:
    """A cell after its sign, of which 16 bytes are looked at together."""
    length = end - begin
    others = other_than_digits(begin) & (0xFFFF >> (16 - min(length, 16)))
    if others == 0:
        if 0 < length <= 16:
            return INTEGER_FORM, np.float64(np.int64(_short_integer(begin, length)))
        return _parse_wide(begin, end)
    point = trailing_zeros(np.uint64(others))
    kind = BYTE_CLASSES[byte_at(begin + point)]
    if kind == POINT:
        others &= others - 1
        if others == 0:
            if 1 < length <= 16:
                mantissa = _short_mantissa(begin, length, point)
                return REAL_FORM, np.float64(np.int64(mantissa)) / POWERS_OF_TEN[np.uint64(length - 1 - point)]
        elif BYTE_CLASSES[byte_at(begin + trailing_zeros(np.uint64(others)))] < EXPONENT:
            return NOT_A_NUMBER, 0.0
    elif kind < LETTER or (kind == SPACE and BYTE_CLASSES[byte_at(end - 1)] < SPACE):
        return NOT_A_NUMBER, 0.0
    return _parse_wide(begin, end)


@kernel(inline="always")
def _short_integer(begin: int, length: int) -> np.uint64:
    return integer_up_to_8(begin, length) if length <= 8 else integer_up_to_16(begin, length)


@kernel(inline="always")
def _short_mantissa(begin: int, length: int, point: int) -> np.uint64:
    return mantissa_up_to_8(begin, length, point) if length <= 8 else mantissa_up_to_16(begin, length, point)


@kernel(forceinline=False)
def _parse_padded(begin: int, end: int) -> tuple[int, float]:
    """A cell that begins with white space or with a letter."""
    inner = begin
    while inner < end and BYTE_CLASSES[byte_at(inner)] == SPACE:
        inner += 1
    if inner == end:
        return WHITE_SPACE, 0.0
    first = byte_at(inner)
    kind = FIRST_CLASSES[first]
    if kind == NOTHING:
        return NOT_A_NUMBER, 0.0
    if kind == DOUBTFUL:
        return doubtful_cell(begin, end), 0.0
    if kind == LETTER:
        return parse_name(inner, end)
    code, value = _parse_wide(inner + (kind == SIGN), end)
    return code, -value if first == MINUS else value


@kernel(forceinline=False)
def _parse_wide(begin: int, end: int) -> tuple[int, float]:
    """A cell after its sign: at once if it is plain, with up to 24 bytes before its exponent."""
    while end > begin and BYTE_CLASSES[byte_at(end - 1)] == SPACE:
        end -= 1
    length, point, power = end - begin, NO_POINT, 0
    if length > 32:
        return parse_long(begin, end)
    others = other_than_digits(begin)
    if length > 16:
        others |= other_than_digits(begin + 16) << 16
    others |= 1 << length
    stop = trailing_zeros(np.uint64(others))
    if BYTE_CLASSES[byte_at(begin + stop)] == POINT and stop < length:
        point = stop
        others &= others - 1
        stop = trailing_zeros(np.uint64(others))
        power = 1 + point - stop
    if stop < length:
        known, exponent = _short_exponent(begin + stop, end)
        if not known:
            return parse_long(begin, end)
        power += exponent
    if stop - (point != NO_POINT) == 0 or stop > 24:
        return parse_long(begin, end)
    if stop > 16:
        mantissa, fits = mantissa_up_to_24(begin, stop, point)
        if not fits:
            return parse_long(begin, end)
    else:
        mantissa = _short_mantissa(begin, stop, point)
    return INTEGER_FORM if stop == length and point == NO_POINT else REAL_FORM, nearest_double(mantissa, power)


@kernel(forceinline=True)
def _short_exponent(index: int, end: int) -> tuple[bool, np.int64]:
    """Whether an e, perhaps a sign, and 1 to 8 digits are all there is from an address on; and the exponent."""
    if BYTE_CLASSES[byte_at(index)] != EXPONENT:
        return False, np.int64(0)
    sign = byte_at(index + 1)
    first = index + 1 + (BYTE_CLASSES[sign] == SIGN)
    length = end - first
    if length < 1 or length > 8 or not are_digits(first, length):
        return False, np.int64(0)
    exponent = np.int64(integer_up_to_8(first, length))
    return True, -exponent if sign == MINUS else exponent
