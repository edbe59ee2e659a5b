"""Text without loops: a cell is a row of 64-bit words that hold its bytes, with NUL wherever a byte is not needed.

A file is such words in row order with all NULs removed. The last byte of a cell's last word is always NUL: the
delimiter takes its place. Byte 0 is the lowest one of a word.
"""

from collections.abc import Sequence

import numpy as np

from benchmarks.datasets.randomness import Words

WORD_BYTES = 8
LAST_BYTE = np.uint64(56)


def words_of(texts: Sequence[bytes], *, free_bytes: int = 1) -> Words:
    """The texts as rows of equally many words, with at least `free_bytes` NULs at the end of each."""
    length = max(len(text) for text in texts) + free_bytes
    width = -(-length // WORD_BYTES) * WORD_BYTES
    joined = b"".join(text.ljust(width, b"\0") for text in texts)
    return np.frombuffer(joined, dtype="<u8").astype(np.uint64).reshape(len(texts), -1)


def _digit_table(digits: int, *, padded: bool) -> Words:
    pattern = f"0{digits}d" if padded else "d"
    texts = [format(value, pattern).encode().rjust(digits, b"\0") for value in range(10**digits)]
    return words_of(texts, free_bytes=0)[:, 0]


PADDED = {digits: _digit_table(digits, padded=True) for digits in (1, 2, 3, 4)}
BARE = {digits: _digit_table(digits, padded=False) for digits in (3, 4)}


def _shifted(word: Words, bytes_up: int) -> Words:
    return word << np.uint64(8 * bytes_up)


def padded_digits(values: Words, digits: int) -> Words:
    """Up to eight decimal digits with leading zeros, in one word from byte 0."""
    if digits <= 4:
        return PADDED[digits][values]
    high, low = np.divmod(values, np.uint64(10_000))
    return PADDED[digits - 4][high] | _shifted(PADDED[4][low], digits - 4)


def _bare_seven(values: Words) -> Words:
    high, low = np.divmod(values, np.uint64(10_000))
    long = BARE[3][high] | _shifted(PADDED[4][low], 3)
    return np.where(high > 0, long, _shifted(BARE[4][low], 3))


def integers(values: Words, *, digits: int = 7) -> Words:
    """Decimal digits without leading zeros; values below 10^7, or below 10^14 when `digits` is more than 7."""
    if digits <= 7:
        return _bare_seven(values)[:, np.newaxis]
    high, low = np.divmod(values, np.uint64(10_000_000))
    upper = np.where(high > 0, _bare_seven(high), np.uint64(0))
    lower = np.where(high > 0, padded_digits(low, 7), _bare_seven(low))
    return np.stack([upper, lower], axis=1)


def fraction(values: Words, digits: int) -> Words:
    """A point and up to six decimal digits."""
    return (_shifted(padded_digits(values, digits), 1) | np.uint64(ord(".")))[:, np.newaxis]


def literal(text: str, count: int) -> Words:
    """The same text in every row."""
    return np.broadcast_to(words_of([text.encode()]), (count, words_of([text.encode()]).shape[1]))


def beside(*parts: Words) -> Words:
    """Parts of one cell, left to right."""
    return np.concatenate(parts, axis=1)


def last_byte(character: str) -> np.uint64:
    """The character as the last byte of a word."""
    return np.uint64(ord(character)) << LAST_BYTE
