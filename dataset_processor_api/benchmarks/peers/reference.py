"""The plain reference: the `csv` and `json` modules and the obvious loops, in the product's environment."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.totals import Totals, totals_of
from dataset_processor.processing.formats import DatasetFormat


def report(path: str, form: str, _memory_bytes: int, build_report: Callable[..., Any]) -> Totals:
    """The whole report, by a function with the engine's signature."""
    with Path(path).open("rb") as stream:
        document = build_report(stream, DatasetFormat(form)).document(None, datetime.now(UTC))
    return totals_of(document)
