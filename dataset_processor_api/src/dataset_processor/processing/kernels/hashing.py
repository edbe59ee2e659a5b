"""Cells and rows as polynomials over the field of 2^61 - 1, at random points drawn for each run.

A cell is the polynomial whose coefficients are its bytes, seven at a time, in at least three words where they are more
than seven; a row is the sum of its cells, each times a
random number of its column. Two lanes make two hashes of 61 bits. Two different rows of at most L words meet in one
lane with a probability below (L + 1) / 2^61 (Carter and Wegman, 1979), whatever they hold, if nobody could foresee its
points; see `randomness.py` for which are the same in every run.
"""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.intrinsics import added_product, load64, polynomial
from dataset_processor.processing.kernels.kinds import FALSE, NULL, TRUE

PRIME = np.uint64((1 << 61) - 1)
SEVEN_BYTES = np.uint64((1 << 56) - 1)
BITS = np.uint64(61)
WORD_BYTES = 7
FEWEST_WORDS = 3  # of more than seven bytes
MEDIUM_BYTES = FEWEST_WORDS * WORD_BYTES
NAN_BITS = np.uint64(0x7FF8000000000000)

TAG_SHIFT = np.uint64(56)
TRUE_WORD = np.uint64(10 << 56)
FALSE_WORD = np.uint64(11 << 56)
NULL_WORD = np.uint64(12 << 56)
INTEGER_TAG = np.uint64(16)
LENGTH_SHIFT = np.uint64(3)
ONE = TEXT_TAG = np.uint64(1)

Powers = tuple[np.uint64, np.uint64, np.uint64]


@kernel(inline="always")
def multiply(left: np.uint64, right: np.uint64) -> np.uint64:
    """The product modulo 2^61 - 1 of two numbers below 2^62, itself below 2^61 + 8."""
    return multiply_add(np.uint64(0), left, right)


@kernel(inline="always")
def multiply_add(number: np.uint64, left: np.uint64, right: np.uint64) -> np.uint64:
    """The same plus any number."""
    folded = added_product(number, left, right)
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
    words = 0
    while length > 0:
        word = last_word(buffer, start, min(length, WORD_BYTES))
        hash0 = multiply_add(word, hash0, point0)
        hash1 = multiply_add(word, hash1, point1)
        start, length, words = start + WORD_BYTES, length - WORD_BYTES, words + 1
    for _ in range(words, FEWEST_WORDS):
        hash0, hash1 = multiply(hash0, point0), multiply(hash1, point1)
    return hash0, hash1


@kernel(inline="always")
def medium_words(
    buffer: np.ndarray, start: int, length: int, tag: np.uint64, powers0: Powers, powers1: Powers
) -> tuple[np.uint64, np.uint64]:
    """The same of 8 to `MEDIUM_BYTES` bytes, without a branch; `powers` are those of the points, to the third.

    Up to 14 bytes behind the string can be read.
    """
    head = (np.uint64(length) << LENGTH_SHIFT) | tag
    first = load64(buffer, start) & SEVEN_BYTES
    second = last_word(buffer, start + WORD_BYTES, min(length - WORD_BYTES, WORD_BYTES))
    third = last_word(buffer, start + 2 * WORD_BYTES, max(length - 2 * WORD_BYTES, 0))
    return polynomial(head, first, second, third, powers0), polynomial(head, first, second, third, powers1)


@kernel(inline="always")
def powers_of(point: np.uint64) -> Powers:
    """A point, its square and its third power."""
    square = reduced(multiply(point, point))
    return point, square, reduced(multiply(square, point))


@kernel(inline="always")
def text_words(
    buffer: np.ndarray, start: int, length: int, point0: np.uint64, point1: np.uint64
) -> tuple[np.uint64, np.uint64]:
    """Both lanes of a string, not reduced."""
    if length <= WORD_BYTES:
        word = last_word(buffer, start, length) | (np.uint64(length + 1) << TAG_SHIFT)
        return word, word
    return long_words(buffer, start, length, TEXT_TAG, point0, point1)


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
    """Both lanes of up to 128 bits that stand for a value: the bits of a double, or one lane of a nested one's hash."""
    hash0 = hash1 = tag
    for half in (first & SEVEN_BYTES, first >> TAG_SHIFT, second & SEVEN_BYTES, second >> TAG_SHIFT):
        hash0 = multiply_add(half, hash0, point0)
        hash1 = multiply_add(half, hash1, point1)
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
