"""What a run measures unless told otherwise: one data set with everyone and every round, the others more briefly."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from benchmarks.datasets.catalog import CATALOG, CSV, JSON, Recipe

MB = 1_000_000
UNITS = {"": 1, "K": 1000, "M": MB, "G": 1000 * MB, "T": 1_000_000 * MB}
HEADLINE = ("mixed", CSV)
HEADLINE_BYTES, OTHER_BYTES = 100 * MB, 50 * MB
OTHERS_SLOW_AFTER_SECONDS = 10.0


@dataclass(frozen=True)
class Step:
    """One data set. Who takes longer than `slow_after_seconds` for the first run is not run again."""

    recipe: Recipe
    rounds: int
    slow_after_seconds: float


def make_plan(
    *,
    size_bytes: int | None = None,
    only: Collection[str] = (),
    rounds: int = 3,
    slow_after_seconds: float | None = None,
    seed: int = 1,
) -> list[Step]:
    """The steps in order; `only` names data sets (`mixed`) or one format of them (`mixed-json`)."""
    pairs = [(entry.name, form) for form in (CSV, JSON) for entry in CATALOG.values() if form in entry.forms]
    known = {name for pair in pairs for name in (pair[0], "-".join(pair))}
    if unknown := sorted(set(only) - known):
        raise ValueError(f"no data set is called {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    steps = []
    for name, form in pairs:
        if only and not {name, f"{name}-{form}"} & set(only):
            continue
        headline = (name, form) == HEADLINE
        size = size_bytes or (HEADLINE_BYTES if headline else OTHER_BYTES)
        patience = float("inf") if headline else OTHERS_SLOW_AFTER_SECONDS
        patience = patience if slow_after_seconds is None else slow_after_seconds
        steps.append(Step(Recipe(name, form, size, seed), rounds, patience))
    return steps


def bytes_of(text: str) -> int:
    """`100MB`, `1.5 GB` or a plain number; a KB is 1000 bytes."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", text.strip().upper())
    if match is None:
        raise ValueError(f"{text!r} is not a size; write 100MB or 1GB")
    return int(float(match[1]) * UNITS[match[2]])
