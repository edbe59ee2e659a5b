"""One pass over a column's numbers: which lie outside the fences, and how the others are spread."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel

BELOW, ABOVE, EXAMPLES = 0, 1, 2
TALLY_SLOTS = 3
BLOCK = 1024


@kernel()
def distribute(
    values: np.ndarray,
    lower: float,
    upper: float,
    edges: np.ndarray,
    counts: np.ndarray,
    tally: np.ndarray,
    examples: np.ndarray,
) -> None:
    """Add values to `counts`: those from `edges[i]` on and below `edges[i + 1]`, the last bin with its upper edge.

    Those below `lower` or above `upper` go to `tally` instead, and the places of the first of them to `examples`, as
    many as it has room for; all others must lie between the first and the last edge. Every edge is compared with every
    value, which is exact whatever the edges are, and quick: eight values at a time, and no place depends on another.
    """
    last = len(counts) - 1
    for start in range(0, len(values), BLOCK):
        block = values[start : min(start + BLOCK, len(values))]
        below = count_below(block, lower)
        above = count_above(block, upper)
        if below + above > 0:
            tally[BELOW] += below
            tally[ABOVE] += above
            if tally[EXAMPLES] < len(examples):
                find_outside(block, start, lower, upper, tally, examples)
        from_edge = len(block) - below
        for edge in range(1, len(counts)):
            from_next = count_from(block, edges[edge])
            counts[edge - 1] += from_edge - from_next
            from_edge = from_next
        counts[last] += from_edge - above


@kernel()
def count_from(values: np.ndarray, least: float) -> int:
    """How many values are `least` or more."""
    count = 0
    for place in range(len(values)):
        count += values[place] >= least
    return count


@kernel()
def count_below(values: np.ndarray, limit: float) -> int:
    """How many values are less than `limit`."""
    count = 0
    for place in range(len(values)):
        count += values[place] < limit
    return count


@kernel()
def count_above(values: np.ndarray, limit: float) -> int:
    """How many values are more than `limit`."""
    count = 0
    for place in range(len(values)):
        count += values[place] > limit
    return count


@kernel()
def find_outside(
    values: np.ndarray, start: int, lower: float, upper: float, tally: np.ndarray, examples: np.ndarray
) -> None:
    """Add to `examples` the places, counted from `start`, of values outside the fences, while it has room."""
    for place in range(len(values)):
        if not lower <= values[place] <= upper:
            examples[tally[EXAMPLES]] = start + place
            tally[EXAMPLES] += 1
            if tally[EXAMPLES] == len(examples):
                return
