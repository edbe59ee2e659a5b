"""Polars: one lazy query, run by the streaming engine."""

from typing import Any

import polars
import polars.selectors


def query(path: str, form: str, _memory_bytes: int) -> dict[str, int]:
    """All of the work in one query; rows are compared by a hash of 64 bits."""
    data = polars.scan_csv(path) if form == "csv" else polars.read_json(path).lazy()
    schema = data.collect_schema()
    numeric = [name for name, kind in schema.items() if kind.is_numeric()]
    result = data.select(
        polars.len().alias("rows"),
        polars.all().null_count().name.prefix("nulls "),
        polars.struct(polars.all()).hash().n_unique().alias("distinct"),
        *(expression for name in numeric for expression in _statistics(name)),
    ).collect(engine="streaming")
    row = result.row(0, named=True)
    return {
        "rows": row["rows"],
        "nulls": sum(row[f"nulls {name}"] for name in schema),
        "outliers": sum(row[f"outliers {name}"] for name in numeric),
        "duplicates": row["rows"] - row["distinct"],
    }


def _statistics(name: str) -> list[Any]:
    values = polars.col(name)
    q1, q2, q3 = (values.quantile(part, interpolation="linear") for part in (0.25, 0.5, 0.75))
    reach = (q3 - q1) * 1.5
    return [
        values.min().alias(f"min {name}"),
        values.max().alias(f"max {name}"),
        values.mean().alias(f"mean {name}"),
        q1.alias(f"q1 {name}"),
        q2.alias(f"q2 {name}"),
        q3.alias(f"q3 {name}"),
        (((values < q1 - reach) | (values > q3 + reach)) & (reach > 0)).sum().alias(f"outliers {name}"),
    ]
