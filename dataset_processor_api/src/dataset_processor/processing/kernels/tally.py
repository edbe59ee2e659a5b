"""What is counted of each column: classes, leading zeros, lengths of texts; and the finite numbers, set aside."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.intrinsics import equal_mask, greater, lesser, load64, ones
from dataset_processor.processing.kernels.kinds import (
    CLASSES,
    DAY_OR_MONTH_CELL,
    INTEGER_CELL,
    MONTH_FIRST_CELL,
    REAL_CELL,
    TEXT,
    TEXT_CELL,
)

# Slots of a column's counts: one for each class, then these.
NON_FINITE, LEADING_ZEROS, CHARACTERS = CLASSES, CLASSES + 1, CLASSES + 2
SHORTEST, LONGEST, FIRST_UNCLEAR_DATE = CLASSES + 3, CLASSES + 4, CLASSES + 5
COUNT_SLOTS = CLASSES + 6
LOW_BITS = np.uint64(0x0101010101010101)
SIGN, EXPONENT, LOWEST_EXPONENT_BIT = np.uint64(1 << 63), np.uint64(0x7FF << 52), np.uint64(1 << 52)


@kernel()
def tally_classes(classes: np.ndarray, stride: int, columns: int, rows: int, counts: np.ndarray) -> None:
    """Add the cells of a batch to `counts` (columns x COUNT_SLOTS), by class."""
    for column in range(columns):
        first = column * stride
        left = rows
        for kind in range(CLASSES - 1, -1, -1):
            if left == 0:
                break
            found = count_equal(classes, first, rows, np.uint8(kind))
            counts[column, kind] += found
            left -= found


@kernel()
def count_equal(classes: np.ndarray, first: int, rows: int, kind: np.uint8) -> int:
    """How many of the bytes from `first` on equal `kind`."""
    found = 0
    whole = rows & ~63
    for index in range(first, first + whole, 64):
        found += ones(equal_mask(classes, index, kind))
    for index in range(first + whole, first + rows):
        found += classes[index] == kind
    return found


@kernel()
def characters(buffer: np.ndarray, start: int, length: int) -> int:
    """Code points in UTF-8: the bytes that do not continue one."""
    continued = 0
    whole = length & ~7
    for at in range(start, start + whole, 8):
        word = load64(buffer, at)
        continued += ones((word >> np.uint64(7)) & ~(word >> np.uint64(6)) & LOW_BITS)
    for at in range(start + whole, start + length):
        continued += (buffer[at] & 0xC0) == 0x80
    return length - continued


@kernel()
def tally_texts(
    buffer: np.ndarray,
    starts: np.ndarray,
    lengths: np.ndarray,
    classes: np.ndarray,
    stride: int,
    columns: int,
    rows: int,
    first_row: int,
    is_ascii: bool,
    counts: np.ndarray,
) -> None:
    """Lengths in characters of all texts and dates of a batch: sum, least and greatest; the first unclear date."""
    for column in range(columns):
        first = column * stride
        texts = 0
        for kind in range(TEXT_CELL, MONTH_FIRST_CELL + 1):
            texts += count_equal(classes, first, rows, np.uint8(kind))
        if texts == 0:
            continue
        total, shortest, longest = 0, counts[column, SHORTEST], counts[column, LONGEST]
        for index in range(first, first + rows):
            if TEXT_CELL <= classes[index] <= MONTH_FIRST_CELL:
                length = np.int64(lengths[index])
                if not is_ascii:
                    length = characters(buffer, np.int64(starts[index]), length)
                total += length
                shortest = min(shortest, length)
                longest = max(longest, length)
                if classes[index] == DAY_OR_MONTH_CELL:
                    row = first_row + index - first
                    counts[column, FIRST_UNCLEAR_DATE] = min(counts[column, FIRST_UNCLEAR_DATE], row)
        counts[column, CHARACTERS] += total
        counts[column, SHORTEST], counts[column, LONGEST] = shortest, longest


@kernel()
def set_numbers_aside(
    buffer: np.ndarray,
    starts: np.ndarray,
    lengths: np.ndarray,
    kinds: np.ndarray,
    classes: np.ndarray,
    values: np.ndarray,
    stride: int,
    columns: int,
    rows: int,
    group_row: int,
    numbers: np.ndarray,
    number_rows: np.ndarray,
    number_counts: np.ndarray,
    counts: np.ndarray,
    extremes: np.ndarray,
) -> None:
    """Append each column's finite numbers to `numbers[column]`, and to `number_rows[column]` their rows in the group.

    A negative zero becomes a zero. `extremes` (columns x 2) follows the least and the greatest.
    """
    for column in range(columns):
        first = column * stride
        integers = count_equal(classes, first, rows, np.uint8(INTEGER_CELL))
        found = integers + count_equal(classes, first, rows, np.uint8(REAL_CELL))
        if found == 0:
            continue
        before = number_counts[column]
        kept = values[first : first + rows]
        if found < rows or not all_finite(kept):
            count = pick_numbers(classes, values, first, rows, group_row, numbers[column], number_rows[column], before)
            counts[column, NON_FINITE] += found - count
        else:
            count = rows
            for row in range(rows):
                numbers[column, before + row] = kept[row] + 0.0
                number_rows[column, before + row] = group_row + row
        number_counts[column] = before + count
        widen(numbers[column, before : before + count], extremes[column])
        if integers > 0:
            counts[column, LEADING_ZEROS] += leading_zeros(buffer, starts, lengths, kinds, classes, values, first, rows)


@kernel()
def all_finite(values: np.ndarray) -> bool:
    """Whether none is infinite or no number."""
    bits = values.view(np.uint64)
    others = np.uint64(0)
    for place in range(len(bits)):
        others |= ((bits[place] & EXPONENT) + LOWEST_EXPONENT_BIT) & SIGN
    return others == np.uint64(0)


@kernel()
def pick_numbers(
    classes: np.ndarray,
    values: np.ndarray,
    first: int,
    rows: int,
    group_row: int,
    numbers: np.ndarray,
    number_rows: np.ndarray,
    place: int,
) -> int:
    """Copy the finite numbers among some cells of a column, and their rows; returns how many there are."""
    before = place
    for row in range(rows):
        kind = classes[first + row]
        if kind == INTEGER_CELL or kind == REAL_CELL:
            value = values[first + row] + 0.0
            if np.isfinite(value):
                numbers[place] = value
                number_rows[place] = group_row + row
                place += 1
    return place - before


@kernel()
def widen(values: np.ndarray, extremes: np.ndarray) -> None:
    """Let `extremes` take in finite values."""
    low, high = extremes[0], extremes[1]
    for place in range(len(values)):
        low = lesser(low, values[place])
        high = greater(high, values[place])
    extremes[0], extremes[1] = low, high


@kernel()
def leading_zeros(
    buffer: np.ndarray,
    starts: np.ndarray,
    lengths: np.ndarray,
    kinds: np.ndarray,
    classes: np.ndarray,
    values: np.ndarray,
    first: int,
    rows: int,
) -> int:
    """How many finite integers in strings begin with a zero and another digit."""
    found = 0
    for index in range(first, first + rows):
        if classes[index] == INTEGER_CELL and kinds[index] == TEXT and lengths[index] > 1:
            start = np.int64(starts[index])
            if buffer[start] == 48 and 48 <= buffer[start + 1] <= 57:
                found += np.isfinite(values[index])
    return found
