"""Cells and rows as polynomials over the field of 2^61 - 1, at random points drawn for each run.

A cell is the polynomial whose coefficients are its bytes, seven at a time; a row is the sum of its cells, each times a
random number of its column. Two lanes make two hashes of 61 bits. Two different rows of at most L words meet in one
lane with a probability below (L + 1) / 2^61 (Carter and Wegman, 1979), whatever they hold, if nobody could foresee its
points; see `randomness.py` for which are the same in every run.
"""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.intrinsics import load64, mul128
from dataset_processor.processing.kernels.kinds import FALSE, NULL, TRUE

PRIME = np.uint64((1 << 61) - 1)
SEVEN_BYTES = np.uint64((1 << 56) - 1)
BITS = np.uint64(61)
REST = np.uint64(3)
WORD_BYTES = 7
NAN_BITS = np.uint64(0x7FF8000000000000)

TAG_SHIFT = np.uint64(56)
TRUE_WORD = np.uint64(10 << 56)
FALSE_WORD = np.uint64(11 << 56)
NULL_WORD = np.uint64(12 << 56)
INTEGER_TAG = np.uint64(16)
LENGTH_SHIFT = np.uint64(3)
ONE = np.uint64(1)


@kernel(inline="always")
def multiply(left: np.uint64, right: np.uint64) -> np.uint64:
    """The product modulo 2^61 - 1 of two numbers below 2^62, itself below 2^61 + 8."""
    low, high = mul128(left, right)
    folded = (low & PRIME) + ((low >> BITS) | (high << REST))
    return (folded & PRIME) + (folded >> BITS)


@kernel(inline="always")
def reduced(number: np.uint64) -> np.uint64:
    """The one representative below 2^61 - 1."""
    folded = (number & PRIME) + (number >> BITS)
    return folded - PRIME if folded >= PRIME else folded


@kernel(inline="always")
def mixed(number: np.uint64) -> np.uint64:
    """A bijection of 64 bits in which every bit depends on all others (the finalizer of MurmurHash3)."""
    number ^= number >> np.uint64(33)
    number *= np.uint64(0xFF51AFD7ED558CCD)
    number ^= number >> np.uint64(33)
    number *= np.uint64(0xC4CEB9FE1A85EC53)
    return number ^ (number >> np.uint64(33))


@kernel(inline="always")
def last_word(buffer: np.ndarray, start: int, length: int) -> np.uint64:
    """At most seven bytes as one number; reads up to eight."""
    mask = (ONE << np.uint64(8 * length)) - ONE
    return load64(buffer, start) & mask


@kernel()
def long_words(
    buffer: np.ndarray, start: int, length: int, tag: np.uint64, point0: np.uint64, point1: np.uint64
) -> tuple[np.uint64, np.uint64]:
    """Both lanes of more than seven bytes."""
    hash0 = (np.uint64(length) << LENGTH_SHIFT) | tag
    hash1 = hash0
    position, end = start, start + length
    while end - position >= WORD_BYTES:
        word = load64(buffer, position) & SEVEN_BYTES
        hash0 = multiply(hash0, point0) + word
        hash1 = multiply(hash1, point1) + word
        position += WORD_BYTES
    if position < end:
        word = last_word(buffer, position, end - position)
        hash0 = multiply(hash0, point0) + word
        hash1 = multiply(hash1, point1) + word
    return hash0, hash1


@kernel(inline="always")
def text_words(
    buffer: np.ndarray, start: int, length: int, point0: np.uint64, point1: np.uint64
) -> tuple[np.uint64, np.uint64]:
    """Both lanes of a string, not reduced."""
    if length <= WORD_BYTES:
        word = last_word(buffer, start, length) | (np.uint64(length + 1) << TAG_SHIFT)
        return word, word
    return long_words(buffer, start, length, ONE, point0, point1)


@kernel()
def number_words(
    buffer: np.ndarray, start: int, length: int, point0: np.uint64, point1: np.uint64
) -> tuple[np.uint64, np.uint64]:
    """Both lanes of a JSON integer, by its digits; -0 is 0."""
    if length == 2 and buffer[start] == 45 and buffer[start + 1] == 48:
        start, length = start + 1, 1
    if length <= WORD_BYTES:
        word = last_word(buffer, start, length) | ((np.uint64(length) + INTEGER_TAG) << TAG_SHIFT)
        return word, word
    return long_words(buffer, start, length, np.uint64(2), point0, point1)


@kernel()
def pair_words(
    first: np.uint64, second: np.uint64, tag: np.uint64, point0: np.uint64, point1: np.uint64
) -> tuple[np.uint64, np.uint64]:
    """Both lanes of 128 bits that stand for a value: the bits of a double, or the hash of a nested one."""
    hash0 = hash1 = tag
    for half in (first & SEVEN_BYTES, first >> TAG_SHIFT, second & SEVEN_BYTES, second >> TAG_SHIFT):
        hash0 = multiply(hash0, point0) + half
        hash1 = multiply(hash1, point1) + half
    return hash0, hash1


@kernel()
def constant_word(kind: np.uint8) -> np.uint64:
    """The word of a cell that has no content: true, false, null; 0 for an absent one."""
    if kind == TRUE:
        return TRUE_WORD
    if kind == FALSE:
        return FALSE_WORD
    if kind == NULL:
        return NULL_WORD
    return np.uint64(0)


@kernel(inline="always")
def bits_of(values: np.ndarray, index: int) -> np.uint64:
    """The bits of a double; one pattern for NaN, one for zero."""
    value = values[index]
    if value != value:
        return NAN_BITS
    return np.uint64(0) if value == 0.0 else values.view(np.uint64)[index]
