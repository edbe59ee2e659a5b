"""Order statistics without sorting: counts by the leading bits of numbers, then only those that matter."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel

COUNTERS = 1 << 16
SIGN = np.uint64(1 << 63)


@kernel(inline="always")
def key_of(bits: np.uint64) -> np.uint64:
    """A double's bits as an integer that sorts as doubles do."""
    return bits ^ (np.uint64(np.int64(bits) >> np.int64(63)) | SIGN)


@kernel()
def count_whole_numbers(values: np.ndarray, lowest: int, counters: np.ndarray) -> bool:
    """Add values from `lowest` on to the counter of their distance to it; stops with false at the first fraction.

    Values and `lowest` lie within 2^53.
    """
    for place in range(len(values)):
        whole = np.int64(values[place])
        if np.float64(whole) != values[place]:
            return False
        counters[whole - lowest] += 1
    return True


@kernel()
def count_keys(
    values: np.ndarray, lowest: np.uint64, highest: np.uint64, shift: np.uint64, counters: np.ndarray
) -> None:
    """Add values with keys from `lowest` to `highest` to the counter of their distance to `lowest`, shifted.

    The last counter takes in all others.
    """
    bits = values.view(np.uint64)
    span = highest - lowest
    others = np.uint64(len(counters) - 1)
    for place in range(len(bits)):
        distance = key_of(bits[place]) - lowest
        counters[distance >> shift if distance <= span else others] += 1


@kernel()
def narrow_keys(values: np.ndarray, lowest: np.uint64, highest: np.uint64, extremes: np.ndarray) -> None:
    """Let `extremes` take in the distances to `lowest` of the least and the greatest key up to `highest`."""
    bits = values.view(np.uint64)
    span = highest - lowest
    least, greatest = extremes[0], extremes[1]
    for place in range(len(bits)):
        distance = key_of(bits[place]) - lowest
        least = min(least, distance)
        greatest = max(greatest, distance if distance <= span else np.uint64(0))
    extremes[0], extremes[1] = least, greatest


@kernel()
def collect_keys(
    values: np.ndarray,
    lowest: np.uint64,
    highest: np.uint64,
    shift: np.uint64,
    wanted: np.ndarray,
    found: np.ndarray,
    filled: int,
) -> int:
    """Append to `found` the values with keys from `lowest` to `highest` whose counter is wanted.

    `wanted` is as long as the counters were, without the one of all others. Returns how many values there are now;
    those for which there is no room are counted only.
    """
    bits = values.view(np.uint64)
    span = highest - lowest
    for place in range(len(bits)):
        distance = key_of(bits[place]) - lowest
        if distance <= span and wanted[distance >> shift]:
            if filled < len(found):
                found[filled] = values[place]
            filled += 1
    return filled
