"""One pass over the cells of a batch, column by column: hashes of rows, and values counted."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.distinct import count_values
from dataset_processor.processing.kernels.hashing import (
    BITS,
    PRIME,
    bits_of,
    constant_word,
    mixed,
    multiply,
    number_words,
    pair_words,
    reduced,
    text_words,
)
from dataset_processor.processing.kernels.kinds import ABSENT, BLANK_CELL, INTEGER, NESTED, REAL, TEXT

REAL_TAG, NESTED_TAG = np.uint64(3), np.uint64(4)


@kernel()
def hash_cells(
    buffer: np.ndarray,
    starts: np.ndarray,
    lengths: np.ndarray,
    kinds: np.ndarray,
    classes: np.ndarray,
    values: np.ndarray,
    nested: np.ndarray,
    stride: int,
    columns: int,
    rows: int,
    points: np.ndarray,
    factors: np.ndarray,
    extras: np.ndarray,
    high: np.ndarray,
    low: np.ndarray,
    cell_keys: np.ndarray,
    table_keys: np.ndarray,
    table_counts: np.ndarray,
    table_places: np.ndarray,
    arenas: np.ndarray,
    used: np.ndarray,
    registers: np.ndarray,
    most: int,
    slot_factor: np.uint64,
) -> None:
    """Write the hash of each row to `high` and `low`, and count the values of each column.

    `points` (2) and `factors` (2 x columns) are random below 2^61 - 1; `nested` (2 x cells) holds the 128 bits of
    nested cells; `extras` (2 x stride) the hash of the cells beyond a CSV's header, used up here.
    """
    point0, point1 = points[0], points[1]
    for row in range(rows):
        high[row] = multiply(extras[0, row], point1)
        low[row] = multiply(extras[1, row], point0)
    for column in range(columns):
        factor0, factor1 = factors[0, column], factors[1, column]
        first = column * stride
        for row in range(rows):
            index = first + row
            kind = kinds[index]
            cell_keys[row] = np.uint64(0)
            if kind == TEXT:
                hash0, hash1 = text_words(buffer, np.int64(starts[index]), np.int64(lengths[index]), point0, point1)
            elif kind == ABSENT:
                continue
            elif kind == INTEGER:
                hash0, hash1 = number_words(buffer, np.int64(starts[index]), np.int64(lengths[index]), point0, point1)
            elif kind == REAL:
                hash0, hash1 = pair_words(bits_of(values, index), np.uint64(0), REAL_TAG, point0, point1)
            elif kind == NESTED:
                hash0, hash1 = pair_words(nested[0, index], nested[1, index], NESTED_TAG, point0, point1)
            else:
                hash0 = hash1 = constant_word(kind)
            if classes[index] > BLANK_CELL:
                cell_keys[row] = mixed(reduced(hash0)) | np.uint64(1)
            sum0 = high[row] + multiply(hash0, factor0)
            sum1 = low[row] + multiply(hash1, factor1)
            high[row] = (sum0 & PRIME) + (sum0 >> BITS)
            low[row] = (sum1 & PRIME) + (sum1 >> BITS)
        count_values(
            buffer,
            starts,
            lengths,
            kinds,
            values,
            cell_keys,
            first,
            rows,
            table_keys[column],
            table_counts[column],
            table_places[column],
            arenas[column],
            used[column],
            registers[column],
            most,
            slot_factor,
        )
    for row in range(rows):
        lane0, lane1 = reduced(high[row]), reduced(low[row])
        high[row] = mixed(lane1 | (lane0 << BITS))
        low[row] = mixed(lane0 ^ np.uint64(0x9E3779B97F4A7C15))
