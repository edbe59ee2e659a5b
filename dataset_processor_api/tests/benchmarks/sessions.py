"""Results that nobody has measured."""

from collections.abc import Sequence

from benchmarks.contenders import BY_NAME, PRODUCT
from benchmarks.results import DataSetResults, Result, Run, Session
from benchmarks.totals import Totals

TOTALS = {"rows": 100, "nulls": 5, "duplicates": 2, "outliers": 1}


def a_result(contender: str, *seconds: float, totals: Totals | None = None, failure: str | None = None) -> Result:
    """Runs that took so long; a whole process takes a second more and a megabyte for each second."""
    runs = [Run(value, value + 1, value, int(value * 1_000_000)) for value in seconds]
    entry = BY_NAME[contender]
    return Result(contender, entry.label, entry.work, runs, Run(99, 99, 99, 0), totals or TOTALS, failure)


def a_data_set(results: Sequence[Result] = (), form: str = "csv", *, quiet: bool = True) -> DataSetResults:
    """A hundred megabytes of the mixed data set."""
    noise = [{"busy_share": 0.0, "steal_share": 0.0, "load_average": 0.1, "quiet": int(quiet)}]
    everyone = list(results) or [a_result(PRODUCT, 1.0, 2.0, 9.0), a_result("chdb", 4.0, 3.0, 5.0)]
    return DataSetResults("mixed", form, "10 columns", 100_000_000, 1, 3, noise, everyone)


def a_session(*data_sets: DataSetResults) -> Session:
    """One that ran on a machine of its own."""
    peers = {"pandas": "3.1.1", "chdb": None}
    machine = {
        "cpu": "Abacus 9",
        "cores": 2,
        "memory_bytes": 24_000_000_000,
        "kernel": "Linux 6",
        "python": "3.11.7",
        "peers": peers,
    }
    settings = {"time_limit_seconds": 600.0, "memory_limit_bytes": 8_000_000_000}
    return Session("2026-01-02T03:04:05+00:00", machine, settings, list(data_sets or [a_data_set()]))
