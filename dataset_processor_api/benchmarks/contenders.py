"""Who takes part, what of the work each does, and the command that makes it do so."""

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.datasets.catalog import CSV, JSON, Form

PROJECT = Path(__file__).parents[1]
PRODUCT = "dataset-processor"
ALL_OF_IT = "all of it, exact"


@dataclass(frozen=True)
class Contender:
    """`work` says what is left out or approximate. A peer has a function of `benchmarks.peers`, the product none."""

    name: str
    label: str
    work: str
    function: str | None = None
    forms: tuple[Form, ...] = (CSV, JSON)


CONTENDERS = (
    Contender(PRODUCT, "Dataset Processor", f"{ALL_OF_IT}, and the rest of the report"),
    Contender("chdb", "chDB, one query", "no outliers; rows by a 128-bit hash", "chdb:query"),
    Contender("duckdb-summarize", "DuckDB `SUMMARIZE`", "approximate; no duplicates, no outliers", "duckdb:summarize"),
    Contender("duckdb-exact", "DuckDB, exact queries", ALL_OF_IT, "duckdb:exact"),
    Contender("polars", "Polars, one streaming query", "no outliers; rows by a 64-bit hash", "polars:one_query"),
    Contender("polars-outliers", "Polars, two queries", "all of it; rows by a 64-bit hash", "polars:two_queries"),
    Contender("pandas", "pandas", ALL_OF_IT, "pandas:profile"),
    Contender("pyarrow", "pyarrow `open_csv`", "parse only, cells as text", "pyarrow:parse", forms=(CSV,)),
    Contender("reference", "reference (`csv`, `json`)", f"{ALL_OF_IT}, in plain Python", "reference:report"),
)  # fmt: skip
BY_NAME = {contender.name: contender for contender in CONTENDERS}


@dataclass(frozen=True)
class Commands:
    """How contenders are called: the interpreter of the peers' environment, what they may use, which reference."""

    peers_python: Path
    reference: str
    memory_bytes: int

    def of(self, contender: Contender, path: Path, form: Form) -> list[str]:
        """The command that processes the file; to be run in the project's folder."""
        if contender.function is None:
            return [sys.executable, "-m", "dataset_processor", "report", str(path), "--json"]
        python, extra = str(self.peers_python), []
        if contender.name == "reference":
            python, extra = sys.executable, [self.reference]
        work = f"benchmarks.peers.{contender.function}"
        return [python, "-m", "benchmarks.peers", work, str(path), form, str(self.memory_bytes), *extra]
