"""What was measured: every single run, kept as JSON, and the medians that tables show."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Self

from benchmarks.totals import Totals

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Run:
    """`seconds` is the work alone, `wall_seconds` all from the start of a process to its end."""

    seconds: float
    wall_seconds: float
    cpu_seconds: float
    peak_rss_bytes: int


@dataclass
class Result:
    """One contender on one data set. `failure` says why there is no (further) run."""

    contender: str
    label: str
    work: str
    runs: list[Run] = field(default_factory=list)
    warmup: Run | None = None
    totals: Totals | None = None
    failure: str | None = None

    @property
    def measured(self) -> list[Run]:
        """The runs that count: those after the warm-up, or the warm-up where it was the only one."""
        return self.runs or ([self.warmup] if self.warmup else [])

    def seconds(self) -> float:
        """Median of the work alone."""
        return median(run.seconds for run in self.measured)

    def wall_seconds(self) -> float:
        """Median of the whole process."""
        return median(run.wall_seconds for run in self.measured)

    def peak_rss_bytes(self) -> int:
        """The highest of all runs."""
        return max(run.peak_rss_bytes for run in self.measured)


@dataclass
class DataSetResults:
    """All contenders on one file, and how quiet the machine was before each round.

    `step_seconds` says what of the product's processor time went where, in one more run.
    """

    name: str
    form: str
    about: str
    size_bytes: int
    seed: int
    rounds: int
    noise: list[dict[str, float]] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    step_seconds: dict[str, float] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """As the command line calls it."""
        return f"{self.name}-{self.form}"

    def of(self, contender: str) -> Result | None:
        """The contender's result, if it took part and did not fail."""
        found = [entry for entry in self.results if entry.contender == contender and not entry.failure]
        return next((entry for entry in found if entry.measured), None)


@dataclass
class Session:
    """One call of the benchmark."""

    started_at: str
    machine: dict[str, Any]
    settings: dict[str, Any]
    data_sets: list[DataSetResults] = field(default_factory=list)
    schema_version: int = SCHEMA_VERSION

    def save(self, path: Path) -> None:
        """Write it whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps(asdict(self), indent=1) + "\n")
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; `ValueError` for another version."""
        document = json.loads(path.read_text())
        if document["schema_version"] != SCHEMA_VERSION:
            raise ValueError(f"{path} has version {document['schema_version']}, not {SCHEMA_VERSION}")
        document["data_sets"] = [_data_set(entry) for entry in document["data_sets"]]
        return cls(**document)


def _data_set(document: dict[str, Any]) -> DataSetResults:
    return DataSetResults(**{**document, "results": [_result(entry) for entry in document["results"]]})


def _result(document: dict[str, Any]) -> Result:
    runs = [Run(**run) for run in document["runs"]]
    return Result(**{**document, "runs": runs, "warmup": Run(**document["warmup"]) if document["warmup"] else None})
