"""Who takes part, what of the work each does, and the command that makes it do so."""

import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from benchmarks.datasets.catalog import CSV, JSON, Form

PROJECT = Path(__file__).parents[1]
PRODUCT, REFERENCE = "dataset-processor", "reference"
ALL_OF_IT = "all of it, exact"


@dataclass(frozen=True)
class Contender:
    """`work` says what is left out or approximate; `function` does it, below `benchmarks.peers`."""

    name: str
    label: str
    work: str
    function: str
    forms: tuple[Form, ...] = (CSV, JSON)


CONTENDERS = (
    Contender(PRODUCT, "Dataset Processor", f"{ALL_OF_IT}, and the rest of the report", "product:report"),
    Contender("chdb", "chDB, one query", "no outliers; rows by a 128-bit hash", "chdb:query"),
    Contender("duckdb-summarize", "DuckDB `SUMMARIZE`", "approximate; no duplicates, no outliers", "duckdb:summarize"),
    Contender("duckdb-exact", "DuckDB, exact queries", ALL_OF_IT, "duckdb:exact"),
    Contender("polars", "Polars, one streaming query", "no outliers; rows by a 64-bit hash", "polars:one_query"),
    Contender("polars-outliers", "Polars, two queries", "all of it; rows by a 64-bit hash", "polars:two_queries"),
    Contender("pandas", "pandas", ALL_OF_IT, "pandas:profile"),
    Contender("pyarrow", "pyarrow `open_csv`", "parse only, cells as text", "pyarrow:parse", forms=(CSV,)),
    Contender(REFERENCE, "reference (`csv`, `json`)", f"{ALL_OF_IT}, in plain Python", "reference:report"),
)  # fmt: skip
BY_NAME = {contender.name: contender for contender in CONTENDERS}


def chosen(only: Collection[str] = (), skip: Collection[str] = ()) -> list[Contender]:
    """Those asked for, everyone if nobody is, less those to skip; always with the product."""
    if unknown := sorted({*only, *skip} - set(BY_NAME)):
        raise ValueError(f"nobody is called {', '.join(unknown)}; there are {', '.join(BY_NAME)}")
    wanted = {PRODUCT, *(set(only or BY_NAME) - set(skip))}
    return [contender for contender in CONTENDERS if contender.name in wanted]


@dataclass(frozen=True)
class Commands:
    """How contenders are called: the interpreter of the peers' environment, what they may use, which reference."""

    peers_python: Path
    reference: str
    memory_bytes: int

    def timed(self, contender: Contender, path: Path, small_path: Path, form: Form) -> list[str]:
        """Processes the small file, then the other one, and prints how long that took; for the project's folder."""
        python = sys.executable if contender.name in {PRODUCT, REFERENCE} else str(self.peers_python)
        extra = [self.reference] if contender.name == REFERENCE else []
        work = f"benchmarks.peers.{contender.function}"
        return [
            *(python, "-m", "benchmarks.peers", work),
            *(str(path), str(small_path), form, str(self.memory_bytes), *extra),
        ]

    def steps(self, path: Path, small_path: Path, form: Form) -> list[str]:
        """The product again, saying where its time goes."""
        return [sys.executable, "-m", "benchmarks.steps", str(path), str(small_path), form]

    def product(self, path: Path) -> list[str]:
        """What a person would call; prints the report."""
        return [sys.executable, "-m", "dataset_processor", "report", str(path), "--json"]
