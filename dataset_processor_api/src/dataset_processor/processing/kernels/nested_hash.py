"""Hashes of JSON lists and objects that are equal exactly for equal values.

The order of an object's keys does not matter, that of a list does; strings are compared decoded, numbers as in cells of
their own: 1.0 is 1e0 and not 1, NaN is NaN, -0 is 0 and -0.0 is 0.0.

Over the field of 2^61 - 1 a list of v1 to vn is the polynomial p^n + v1 p^(n-1) + ... + vn, an object of the members
(k1, v1) to (kn, vn) is the product of all (p + ki z + vi); either times z plus a tag is its value one level up. Each
level has a p and a z of its own, so that what is hashed at a level does not depend on them: two different values of at
most L words meet in a lane with a probability below 2 (L + 1) / 2^61, if nobody could foresee its numbers.
"""

from typing import Any

import numpy as np

from dataset_processor.processing.kernels.byte_masks import bits_of_double, byte_at
from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.doubtful import ASK_PYTHON
from dataset_processor.processing.kernels.hashing import (
    BITS,
    PRIME,
    constant_word,
    multiply,
    number_words,
    pair_words,
    reduced,
    text_words,
)
from dataset_processor.processing.kernels.json_nested import COMMA, LIST, OBJECT, TO_CLOSING
from dataset_processor.processing.kernels.json_tokens import (
    BACKSLASH,
    QUOTE,
    decode_string,
    scalar_end,
    skip_space,
    string_stop,
)
from dataset_processor.processing.kernels.kinds import INTEGER, NESTED, REAL
from dataset_processor.processing.kernels.numbers import parse_json_number

REAL_TAG, LIST_TAG, OBJECT_TAG = np.uint64(3), np.uint64(5), np.uint64(6)
NAN_BITS, NONE, ONE = np.uint64(0x7FF8000000000000), np.uint64(0), np.uint64(1)
MOST_KEYS = 256  # of an object and all around it, as long as they are compared one with all others
LEVEL_NUMBERS = 4  # p of both lanes, z of both lanes
WORK_NUMBERS = 4  # of a level: the sums of both lanes, the key at hand in both
UNKNOWN = -1


@kernel()
def hash_nested_cells(
    buffer: Any,
    starts: Any,
    kinds: Any,
    stride: int,
    columns: int,
    rows: int,
    scratch: int,
    points: Any,
    levels: Any,
    work: Any,
    opened: Any,
    keys: Any,
    nested: Any,
    asked: Any,
) -> Any:
    """Write the hash of each list and object of a batch to `nested` (2 x cells).

    `points` (2) and `levels` (levels x 4) are random below 2^61 - 1; `work` (uint64, levels x 4), `opened` (int64,
    levels x 2) and `keys` (uint64, 256) are room to work with. Strings are decoded to `buffer[scratch:]`. Cells that
    Python must decide, those with repeated keys among them, are listed in `asked`; returns how many these are.
    """
    count = 0
    for column in range(columns):
        for index in range(column * stride, column * stride + rows):
            if kinds[index] == NESTED:
                known, hash0, hash1 = _hash_value(
                    buffer, np.int64(starts[index]), scratch, points, levels, work, opened, keys
                )
                nested[0, index] = hash0
                nested[1, index] = hash1
                if not known:
                    asked[count] = index
                    count += 1
    return count


@kernel()
def _hash_value(
    buffer: Any, position: int, scratch: int, points: Any, levels: Any, work: Any, opened: Any, keys: Any
) -> Any:
    """Whether the hash of a valid list or object is known, and both lanes."""
    level, used = -1, 0
    while True:
        byte = byte_at(buffer, position)
        if byte == LIST or byte == OBJECT:
            level += 1
            work[level, 0] = work[level, 1] = ONE
            opened[level, 0], opened[level, 1] = byte, used
            position = skip_space(buffer, position + 1)
            if byte_at(buffer, position) != byte + TO_CLOSING:
                if byte == OBJECT:
                    position, used = _take_key(buffer, position, scratch, points, level, work, opened, keys, used)
                    if position < 0:
                        return False, NONE, NONE
                continue
        else:
            position, word0, word1 = _plain_words(buffer, position, scratch, points)
            if position < 0:
                return False, NONE, NONE
            _append(word0, word1, level, levels, work, opened)
            position = skip_space(buffer, position)
        while byte_at(buffer, position) != COMMA:
            is_list = opened[level, 0] == LIST
            tag = LIST_TAG if is_list else OBJECT_TAG
            word0 = reduced(multiply(work[level, 0], levels[level, 2]) + tag)
            word1 = reduced(multiply(work[level, 1], levels[level, 3]) + tag)
            used = opened[level, 1]
            level -= 1
            if level < 0:
                return True, word0, word1
            _append(word0, word1, level, levels, work, opened)
            position = skip_space(buffer, position + 1)
        position = skip_space(buffer, position + 1)
        if opened[level, 0] == OBJECT:
            position, used = _take_key(buffer, position, scratch, points, level, work, opened, keys, used)
            if position < 0:
                return False, NONE, NONE


@kernel(forceinline=True)
def _append(word0: np.uint64, word1: np.uint64, level: int, levels: Any, work: Any, opened: Any) -> None:
    """Add a value to the list, or to the object behind the key at hand."""
    point0, point1 = levels[level, 0], levels[level, 1]
    if opened[level, 0] == LIST:
        work[level, 0] = _folded(multiply(work[level, 0], point0) + word0)
        work[level, 1] = _folded(multiply(work[level, 1], point1) + word1)
    else:
        factor0 = _folded(multiply(work[level, 2], levels[level, 2]) + word0) + point0
        factor1 = _folded(multiply(work[level, 3], levels[level, 3]) + word1) + point1
        work[level, 0] = multiply(work[level, 0], reduced(factor0))
        work[level, 1] = multiply(work[level, 1], reduced(factor1))


@kernel(forceinline=True)
def _folded(number: np.uint64) -> Any:
    """A number below 2^61 + 8 that is the same modulo 2^61 - 1."""
    return (number & PRIME) + (number >> BITS)


@kernel(forceinline=True)
def _take_key(
    buffer: Any,
    position: int,
    scratch: int,
    points: Any,
    level: int,
    work: Any,
    opened: Any,
    keys: Any,
    used: int,
) -> Any:
    """Read a key; returns where its value begins, or -1 for Python to decide, and how many keys are open then."""
    position, word0, word1 = _string_words(buffer, position, scratch, points)
    word0, word1 = reduced(word0), reduced(word1)
    work[level, 2], work[level, 3] = word0, word1
    known = used == MOST_KEYS
    for index in range(opened[level, 1], used):
        known |= keys[index] == word0
    if known:
        return UNKNOWN, used
    keys[used] = word0
    return skip_space(buffer, skip_space(buffer, position) + 1), used + 1


@kernel(forceinline=True)
def _string_words(buffer: Any, position: int, scratch: int, points: Any) -> Any:
    """The end of a string, and both lanes of what it stands for."""
    start = position + 1
    stop = string_stop(buffer, start)
    end, length = stop + 1, stop - start
    if byte_at(buffer, stop) == BACKSLASH:
        end, target, _ = decode_string(buffer, start, scratch)
        start, length = scratch, target - scratch
    word0, word1 = text_words(buffer, start, length, points[0], points[1])
    return end, word0, word1


@kernel()
def _plain_words(buffer: Any, position: int, scratch: int, points: Any) -> Any:
    """The end of a value that is no list or object, or -1 for Python to decide, and both lanes of it."""
    if byte_at(buffer, position) == QUOTE:
        return _string_words(buffer, position, scratch, points)
    end, kind = scalar_end(buffer, position)
    if kind == INTEGER:
        word0, word1 = number_words(buffer, position, end - position, points[0], points[1])
        return end, word0, word1
    if kind != REAL:
        word = constant_word(kind)
        return end, word, word
    form, value = parse_json_number(buffer, position, end - position, True)  # noqa: FBT003 - no keywords in kernels
    if form == ASK_PYTHON:
        return np.int64(UNKNOWN), NONE, NONE
    if value != value:
        bits = NAN_BITS
    else:
        bits = NONE if value == 0.0 else bits_of_double(value)
    word0, word1 = pair_words(bits, NONE, REAL_TAG, points[0], points[1])
    return end, word0, word1
