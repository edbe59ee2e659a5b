"""Order statistics without sorting: counts by the leading bits of numbers, then only those that matter."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel

COUNTERS = 1 << 16
SIGN = np.uint64(1 << 63)
ALL_BITS = np.uint64(0xFFFFFFFFFFFFFFFF)


@kernel(inline="always")
def key_of(bits: np.uint64) -> np.uint64:
    """A double's bits as an integer that sorts as doubles do."""
    return bits ^ (ALL_BITS if bits & SIGN else SIGN)


@kernel()
def count_keys(
    values: np.ndarray, lowest: np.uint64, highest: np.uint64, shift: np.uint64, counters: np.ndarray
) -> None:
    """Add values with keys from `lowest` to `highest` to the counter of their distance to `lowest`, shifted."""
    bits = values.view(np.uint64)
    for place in range(len(bits)):
        key = key_of(bits[place])
        if lowest <= key <= highest:
            counters[(key - lowest) >> shift] += 1


@kernel()
def collect_keys(
    values: np.ndarray, lowest: np.uint64, shift: np.uint64, wanted: np.ndarray, found: np.ndarray, filled: int
) -> int:
    """Append to `found` the values whose counter is wanted; returns how many there are now.

    Keys are at or above `lowest`, and `wanted` is as long as the counters were.
    """
    bits = values.view(np.uint64)
    for place in range(len(bits)):
        counter = (key_of(bits[place]) - lowest) >> shift
        if counter < np.uint64(len(wanted)) and wanted[counter]:
            found[filled] = values[place]
            filled += 1
    return filled
