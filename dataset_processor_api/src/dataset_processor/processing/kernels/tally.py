"""What is counted of each column: classes, leading zeros, lengths of texts; and the finite numbers, set aside."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.intrinsics import load64, ones
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


@kernel()
def tally_classes(classes: np.ndarray, stride: int, columns: int, rows: int, counts: np.ndarray) -> None:
    """Add the cells of a batch to `counts` (columns x COUNT_SLOTS), by class."""
    for column in range(columns):
        first = column * stride
        left = rows
        for kind in range(CLASSES - 1, -1, -1):
            if left == 0:
                break
            found = 0
            for index in range(first, first + rows):
                found += classes[index] == kind
            counts[column, kind] += found
            left -= found


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
        total, shortest, longest = 0, counts[column, SHORTEST], counts[column, LONGEST]
        for index in range(column * stride, column * stride + rows):
            if TEXT_CELL <= classes[index] <= MONTH_FIRST_CELL:
                length = np.int64(lengths[index])
                if not is_ascii:
                    length = characters(buffer, np.int64(starts[index]), length)
                total += length
                shortest = min(shortest, length)
                longest = max(longest, length)
                if classes[index] == DAY_OR_MONTH_CELL:
                    row = first_row + index - column * stride
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
        before = kept = number_counts[column]
        leading_zeros = non_finite = 0
        low, high = extremes[column, 0], extremes[column, 1]
        for row in range(rows):
            index = first + row
            kind = classes[index]
            if kind != INTEGER_CELL and kind != REAL_CELL:
                continue
            value = values[index] + 0.0
            if not np.isfinite(value):
                non_finite += 1
                continue
            numbers[column, kept] = value
            number_rows[column, kept] = group_row + row
            kept += 1
            low = min(low, value)
            high = max(high, value)
            if kind == INTEGER_CELL and kinds[index] == TEXT and lengths[index] > 1:
                start = np.int64(starts[index])
                leading_zeros += buffer[start] == 48 and 48 <= buffer[start + 1] <= 57
        if kept > before or non_finite > 0:
            number_counts[column] = kept
            counts[column, NON_FINITE] += non_finite
            counts[column, LEADING_ZEROS] += leading_zeros
            extremes[column, 0], extremes[column, 1] = low, high
