"""Where the time of a report goes: `python -m benchmarks.steps FILE SMALL_FILE FORM` prints processor seconds by step.

Each thread's own processor time is taken, so that steps that run at the same time add up; what a step calls in another
step counts there alone.
"""

import functools
import importlib
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dataset_processor.processing.engine import DatasetFormat, build_report

PROCESSING = "dataset_processor.processing"
REST = "the rest, in Python"
STEPS = {
    "read, SHA-256": ["source:SourceReader.fill"],
    "find rows": ["parsers.csv_blocks:scan_records", "parsers.json_blocks:scan_items"],
    "check UTF-8": [
        "parsers.csv_rows:is_ascii",
        "parsers.csv_rows:first_invalid_byte",
        "parsers.json_cells:check_utf8",
    ],
    "split into cells": ["parsers.csv_cells:tokenize_csv", "parsers.csv_cells:fill_text"],
    "split into cells, unescape": ["parsers.json_cells:tokenize_items", "parsers.json_cells:hash_nested_cells"],
    "numbers, types": ["lane:classify_cells"],
    "row hashes, values": ["lane:hash_cells"],
    "counts, lengths": ["lane:tally_classes", "lane:tally_texts"],
    "exact sums": ["exact_sum:ExactSums.add"],
    "set numbers aside": ["lane:set_numbers_aside", "number_groups:NumberBuffer._packed"],
    "set row hashes aside": ["duplicates:HashPartitions.add", "duplicates:HashPartitions.finish"],
    "quartiles": [
        "numbers_of_columns:NumbersOfColumns._summarize",
        "numbers_of_columns:NumbersOfColumns._sorted",
        "numbers_of_columns:NumbersOfColumns._summary",
    ],
    "outliers, histogram": [
        "numbers_of_columns:NumbersOfColumns._distribute",
        "numbers_of_columns:NumbersOfColumns._distribute_sorted",
    ],
    "repeated rows": ["duplicates:Counter.count"],
}


class Stopwatch:
    """Processor time of each thread, given to the innermost step that is under way."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._local = threading.local()

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time given to the step."""

        @functools.wraps(function)
        def call(*arguments: Any, **options: Any) -> Any:
            outer = getattr(self._local, "inner_seconds", 0.0)
            self._local.inner_seconds = 0.0
            start = time.thread_time()
            try:
                return function(*arguments, **options)
            finally:
                whole = time.thread_time() - start
                with self._lock:
                    self.seconds[step] += whole - self._local.inner_seconds
                self._local.inner_seconds = outer + whole

        return call


def main(path: str, small_path: str, form: str) -> None:
    """Do the small file, so that all is loaded, then the other one."""
    watch = Stopwatch()
    for step, places in STEPS.items():
        for place in places:
            _replace(place, functools.partial(watch.timed, step))
    _report(small_path, form)
    watch.seconds.clear()
    start = time.process_time()
    _report(path, form)
    whole = time.process_time() - start
    seconds = {step: watch.seconds[step] for step in STEPS if watch.seconds[step]}
    print(json.dumps({**seconds, REST: max(0.0, whole - sum(seconds.values()))}))


def _replace(place: str, change: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    module, _, name = place.partition(":")
    owner: Any = importlib.import_module(f"{PROCESSING}.{module}")
    *classes, function = name.split(".")
    for each in classes:
        owner = getattr(owner, each)
    setattr(owner, function, change(getattr(owner, function)))


def _report(path: str, form: str) -> None:
    with Path(path).open("rb", buffering=0) as stream:
        build_report(stream, DatasetFormat(form))


if __name__ == "__main__":
    main(*sys.argv[1:])
