"""Numbers of a group of rows, packed one column behind the other."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel


@kernel()
def pack_numbers(
    numbers: np.ndarray,
    number_rows: np.ndarray,
    number_counts: np.ndarray,
    columns: int,
    group_rows: int,
    packed: np.ndarray,
    packed_rows: np.ndarray,
) -> None:
    """Copy each column's numbers to `packed`; the rows of those that lack some go to `packed_rows`."""
    at = at_row = 0
    for column in range(columns):
        count = number_counts[column]
        for place in range(count):
            packed[at + place] = numbers[column, place]
        at += count
        if count < group_rows:
            for place in range(count):
                packed_rows[at_row + place] = number_rows[column, place]
            at_row += count


@kernel()
def gather_numbers(packed: np.ndarray, offsets: np.ndarray, filled: np.ndarray, numbers: np.ndarray) -> None:
    """Append the numbers of neighbouring columns in a group to those of others: column c goes on at `filled[c]`.

    `packed` begins with the number at `offsets[0]`.
    """
    for column in range(len(filled)):
        start, count = offsets[column] - offsets[0], offsets[column + 1] - offsets[column]
        at = filled[column]
        for place in range(count):
            numbers[at + place] = packed[start + place]
        filled[column] = at + count
