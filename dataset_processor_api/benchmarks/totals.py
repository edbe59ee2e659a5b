"""A report in four numbers, by which answers are compared."""

from collections.abc import Mapping
from typing import Any

Totals = dict[str, int]


def totals_of(report: Mapping[str, Any]) -> Totals:
    """Totals of a report. Keys that a JSON object lacks count as null, for no peer tells the two apart."""
    anomalies = report["anomalies"]
    return {
        "rows": report["row_count"],
        "nulls": sum(report["null_counts"].values()) + sum(column["missing"] for column in report["columns"]),
        "duplicates": anomalies["duplicates_count"],
        "outliers": sum(field["count"] for field in anomalies["outliers"].values()),
    }


def differences(totals: Totals, expected: Totals) -> list[str]:
    """What a peer answers otherwise, in words; totals it does not have are no difference."""
    return [
        f"{name} {totals[name]:,} instead of {expected[name]:,}"
        for name in expected
        if name in totals and totals[name] != expected[name]
    ]
