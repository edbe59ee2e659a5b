"""Passes over the cells of a batch, column by column: hashes of rows, and values counted."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.distinct import count_values
from dataset_processor.processing.kernels.hashing import (
    BITS,
    MEDIUM_BYTES,
    TEXT_TAG,
    WORD_BYTES,
    bits_of,
    constant_word,
    medium_words,
    mixed,
    multiply,
    number_words,
    pair_words,
    powers_of,
    reduced,
    text_words,
)
from dataset_processor.processing.kernels.intrinsics import added_product
from dataset_processor.processing.kernels.kinds import ABSENT, BLANK_CELL, INTEGER, NESTED, REAL, TEXT

REAL_TAG, NESTED_TAG = np.uint64(3), np.uint64(4)
CHUNK = 512  # rows whose words stay in the nearest cache


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
    words: np.ndarray,
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

    `points` (2) and `factors` (2 x columns) are random below 2^61 - 1; `nested` (2 x cells) holds both lanes of
    nested cells; `extras` (2 x stride) the hash of the cells beyond a CSV's header; `words` (2 x CHUNK) is used up.
    """
    for row in range(rows):
        high[row] = multiply(extras[0, row], points[1])
        low[row] = multiply(extras[1, row], points[0])
    for column in range(columns):
        for chunk in range(0, rows, CHUNK):
            count = min(rows - chunk, CHUNK)
            first = column * stride + chunk
            hash_chunk(buffer, starts, lengths, kinds, values, nested, first, count, points, words[0], words[1])
            make_keys(words[0], classes, first, count, cell_keys[chunk:])
            add_products(words[0], count, factors[0, column], high[chunk:])
            add_products(words[1], count, factors[1, column], low[chunk:])
        count_values(
            buffer,
            starts,
            lengths,
            kinds,
            values,
            cell_keys,
            column * stride,
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


@kernel()
def hash_chunk(
    buffer: np.ndarray,
    starts: np.ndarray,
    lengths: np.ndarray,
    kinds: np.ndarray,
    values: np.ndarray,
    nested: np.ndarray,
    first: int,
    count: int,
    points: np.ndarray,
    words0: np.ndarray,
    words1: np.ndarray,
) -> None:
    """Both lanes of `count` cells from the index `first` on, not reduced; 0 of an absent one."""
    point0, point1 = points[0], points[1]
    powers0, powers1 = powers_of(point0), powers_of(point1)
    for place in range(count):
        index = first + place
        kind = kinds[index]
        if kind == TEXT:
            start, length = np.int64(starts[index]), np.int64(lengths[index])
            if WORD_BYTES < length <= MEDIUM_BYTES:
                hash0, hash1 = medium_words(buffer, start, length, TEXT_TAG, powers0, powers1)
            else:
                hash0, hash1 = text_words(buffer, start, length, point0, point1)
        elif kind == ABSENT:
            hash0 = hash1 = np.uint64(0)
        elif kind == INTEGER:
            hash0, hash1 = number_words(buffer, np.int64(starts[index]), np.int64(lengths[index]), point0, point1)
        elif kind == REAL:
            hash0, hash1 = pair_words(bits_of(values, index), np.uint64(0), REAL_TAG, point0, point1)
        elif kind == NESTED:
            hash0, _ = pair_words(nested[0, index], np.uint64(0), NESTED_TAG, point0, point1)
            _, hash1 = pair_words(nested[1, index], np.uint64(0), NESTED_TAG, point0, point1)
        else:
            hash0 = hash1 = constant_word(kind)
        words0[place], words1[place] = hash0, hash1


@kernel()
def make_keys(words: np.ndarray, classes: np.ndarray, first: int, count: int, cell_keys: np.ndarray) -> None:
    """The keys by which values are counted: never 0 but for null."""
    for place in range(count):
        key = mixed(reduced(words[place])) | np.uint64(1)
        cell_keys[place] = key if classes[first + place] > BLANK_CELL else np.uint64(0)


@kernel()
def add_products(words: np.ndarray, count: int, factor: np.uint64, sums: np.ndarray) -> None:
    """Add each word times the factor to its row's sum."""
    for row in range(count):
        sums[row] = added_product(sums[row], words[row], factor)
