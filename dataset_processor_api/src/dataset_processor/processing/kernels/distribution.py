"""One pass over a column's numbers: which lie outside the fences, and how the others are spread."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel

BELOW, ABOVE, EXAMPLES = 0, 1, 2
TALLY_SLOTS = 3


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
    many as it has room for; all others must lie between the first and the last edge.
    """
    bins = len(counts)
    first, last = edges[0], edges[bins]
    span = last * 0.5 - first * 0.5
    scale = 0.5 * bins / span if span > 0.0 else 0.0
    if not np.isfinite(scale):
        scale = 0.0
    for place in range(len(values)):
        value = values[place]
        if lower <= value <= upper:
            found = min(max(int((value - first) * scale), 0), bins - 1) if value - first < np.inf else bins - 1
            while found > 0 and value < edges[found]:
                found -= 1
            while found < bins - 1 and value >= edges[found + 1]:
                found += 1
            counts[found] += 1
            continue
        tally[BELOW if value < lower else ABOVE] += 1
        if tally[EXAMPLES] < len(examples):
            examples[tally[EXAMPLES]] = place
            tally[EXAMPLES] += 1
