"""What up to 24 digits are worth, eight at a time and without a branch on where they end or where the point is."""

import numpy as np

from dataset_processor.processing.kernels.addresses import word_at
from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.number_tables import LOWEST_BYTES

ZEROS = np.uint64(0x3030303030303030)
NINES = np.uint64(0x7676767676767676)  # what added to a byte above 9 carries into its high bit
HIGH_BITS = np.uint64(0x8080808080808080)
ONE_BYTE, SEVEN_BYTES, TEN = np.uint64(8), np.uint64(56), np.uint64(10)
EIGHT_DIGITS, SIXTEEN_DIGITS = np.uint64(10**8), np.uint64(10**16)
THREE_DIGITS = np.uint64(1000)
NO_POINT = -1


@kernel(inline="always")
def integer_up_to_8(begin: int, length: int) -> np.uint64:
    """The integer of 1 to 8 digits at an address."""
    return _eight((word_at(begin) ^ ZEROS) << np.uint64(64 - 8 * length))


@kernel(inline="always")
def integer_up_to_16(begin: int, length: int) -> np.uint64:
    """The integer of 9 to 16 digits at an address."""
    shift = np.uint64(128 - 8 * length)
    first, second = _pair(word_at(begin) ^ ZEROS, word_at(begin + 8) ^ ZEROS, shift)
    return _eight(first) * EIGHT_DIGITS + _eight(second)


@kernel(inline="always")
def mantissa_up_to_8(begin: int, length: int, point: int) -> np.uint64:
    """The digits in 1 to 8 bytes at an address, but for the one byte at the offset `point`, or NO_POINT."""
    word = _closed(np.uint64(0), word_at(begin) ^ ZEROS, point)
    return _eight(word << np.uint64(64 - 8 * length))


@kernel(forceinline=True)
def mantissa_up_to_16(begin: int, length: int, point: int) -> np.uint64:
    """The same of 9 to 16 bytes."""
    first, second = word_at(begin) ^ ZEROS, word_at(begin + 8) ^ ZEROS
    second = _closed(first, second, point - 8)
    first = _closed(np.uint64(0), first, point)
    first, second = _pair(first, second, np.uint64(128 - 8 * length))
    return _eight(first) * EIGHT_DIGITS + _eight(second)


@kernel(forceinline=True)
def mantissa_up_to_24(begin: int, length: int, point: int) -> tuple[np.uint64, bool]:
    """The same of 17 to 24 bytes, and whether it has at most 19 digits, so that it fits."""
    first, second, third = word_at(begin) ^ ZEROS, word_at(begin + 8) ^ ZEROS, word_at(begin + 16) ^ ZEROS
    third = _closed(second, third, point - 16)
    second = _closed(first, second, point - 8)
    first = _closed(np.uint64(0), first, point)
    shift = np.uint64(192 - 8 * length)
    _, third = _pair(second, third, shift)
    first, second = _pair(first, second, shift)
    highest = _eight(first)
    mantissa = highest * SIXTEEN_DIGITS + _eight(second) * EIGHT_DIGITS + _eight(third)
    return mantissa, highest < THREE_DIGITS


@kernel(inline="always")
def are_digits(begin: int, length: int) -> bool:
    """Whether 1 to 8 bytes at an address are digits."""
    word = (word_at(begin) ^ ZEROS) << np.uint64(64 - 8 * length)
    return ((word + NINES) | word) & HIGH_BITS == np.uint64(0)


@kernel(inline="always")
def _closed(previous: np.uint64, word: np.uint64, point: int) -> np.uint64:
    """A word of digits from which a point is removed: those up to it move by a byte, in from the previous word."""
    moved = LOWEST_BYTES[np.uint64(16 + point + 1)]
    return ((word << ONE_BYTE | previous >> SEVEN_BYTES) & moved) | (word & ~moved)


@kernel(inline="always")
def _pair(first: np.uint64, second: np.uint64, shift: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Two words shifted together, the first being the lower one, by 0 to 56 bits."""
    return first << shift, second << shift | first >> ONE_BYTE >> (SEVEN_BYTES - shift)


@kernel(inline="always")
def _eight(word: np.uint64) -> np.uint64:
    """The integer of eight digits, their values bytewise, the first in the lowest byte: by pairs, fours and all."""
    pairs = word * TEN + (word >> ONE_BYTE)
    first = (pairs & np.uint64(0x000000FF000000FF)) * np.uint64(0x000F424000000064)
    second = ((pairs >> np.uint64(16)) & np.uint64(0x000000FF000000FF)) * np.uint64(0x0000271000000001)
    return (first + second) >> np.uint64(32)
