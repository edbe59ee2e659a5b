"""The numbers of a column in eight figures."""

from dataclasses import dataclass

from dataset_processor.processing.exact_sum import ExactSums


@dataclass(frozen=True)
class NumericSummary:
    """Of at least one finite number. Quartiles are of type 7; `std_dev` divides by n - 1 (ddof 1).

    `std_dev` is `None` for a single number and where it lies beyond a double. A zero is never negative.
    """

    min: float
    q1: float
    median: float
    q3: float
    max: float
    mean: float
    std_dev: float | None


def summary_of(
    quartiles: tuple[float, float, float], extremes: tuple[float, float], sums: ExactSums, column: int, count: int
) -> NumericSummary:
    """The summary of a column's `count` finite numbers."""
    minimum, maximum = extremes
    q1, median, q3 = quartiles
    return NumericSummary(
        min=minimum + 0.0,
        q1=q1 + 0.0,
        median=median + 0.0,
        q3=q3 + 0.0,
        max=maximum + 0.0,
        mean=sums.mean(column, count) + 0.0,
        std_dev=sums.std_dev(column, count),
    )
