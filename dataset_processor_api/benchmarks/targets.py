"""How much faster than its peers Dataset Processor wants to be, and whether it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.contenders import PRODUCT
from benchmarks.datasets.catalog import CSV, JSON, Form
from benchmarks.results import DataSetResults

DATA_SET = "mixed"


@dataclass(frozen=True)
class Target:
    """The peer takes at least `factor` times as long on the mixed data set in this format."""

    form: Form
    contender: str
    factor: float


TARGETS = (
    Target(CSV, "chdb", 1.5),
    Target(CSV, "polars", 3),
    Target(CSV, "duckdb-summarize", 3),
    Target(CSV, "pandas", 5),
    Target(CSV, "reference", 20),
    Target(JSON, "polars", 2),
    Target(JSON, "duckdb-summarize", 2),
    Target(JSON, "duckdb-exact", 2),
    Target(JSON, "pandas", 4),
)


@dataclass(frozen=True)
class Verdict:
    """`ratio` is None where there is nothing to compare; a target is then not reached."""

    target: Target
    ratio: float | None

    @property
    def is_reached(self) -> bool:
        """Whether the ratio is as large as wanted."""
        return self.ratio is not None and self.ratio >= self.target.factor


def ratio_to_product(data_set: DataSetResults, contender: str, *, whole_process: bool = False) -> float | None:
    """How many times as long the contender takes; None if either of the two failed or took no part."""
    theirs, ours = data_set.of(contender), data_set.of(PRODUCT)
    if theirs is None or ours is None:
        return None
    if whole_process:
        return theirs.wall_seconds() / ours.wall_seconds()
    return theirs.seconds() / ours.seconds()


def verdicts(data_sets: Sequence[DataSetResults]) -> list[Verdict]:
    """One for each target whose data set and peer took part, even if one of them failed."""
    found = []
    for target in TARGETS:
        for data_set in data_sets:
            names = {result.contender for result in data_set.results}
            if (data_set.name, data_set.form) == (DATA_SET, target.form) and target.contender in names:
                found.append(Verdict(target, ratio_to_product(data_set, target.contender)))
    return found
