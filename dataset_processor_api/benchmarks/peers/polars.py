"""Polars: one lazy query, run by the streaming engine; a second one where outliers are wanted."""

from typing import Any

import polars


def one_query(path: str, form: str, _memory_bytes: int) -> dict[str, int]:
    """Everything but outliers, for which the quartiles have to be known; rows are compared by a hash of 64 bits."""
    return _totals(_summarize(_scan(path, form))[0])


def two_queries(path: str, form: str, _memory_bytes: int) -> dict[str, int]:
    """All of the work: the same, then outliers. A single query that counts them too takes longer."""
    data = _scan(path, form)
    summary, numeric = _summarize(data)
    counts = [_outside(name, summary[f"quartiles {name}"]) for name in numeric]
    outliers = data.select(counts).collect(engine="streaming").row(0) if counts else ()
    return {**_totals(summary), "outliers": sum(outliers)}


def _scan(path: str, form: str) -> Any:
    return polars.scan_csv(path) if form == "csv" else polars.read_json(path).lazy()


def _summarize(data: Any) -> tuple[dict[str, Any], list[str]]:
    numeric = [name for name, kind in data.collect_schema().items() if kind.is_numeric()]
    result = data.select(
        polars.len().alias("rows"),
        polars.all().null_count().name.prefix("nulls "),
        polars.struct(polars.all()).hash().n_unique().alias("distinct"),
        *(expression for name in numeric for expression in _statistics(name)),
    )
    return result.collect(engine="streaming").row(0, named=True), numeric


def _statistics(name: str) -> list[Any]:
    values = polars.col(name)
    return [
        values.min().alias(f"min {name}"),
        values.max().alias(f"max {name}"),
        values.mean().alias(f"mean {name}"),
        values.quantile([0.25, 0.5, 0.75], interpolation="linear").alias(f"quartiles {name}"),
    ]


def _outside(name: str, quartiles: list[float]) -> Any:
    q1, _, q3 = quartiles
    reach = 1.5 * (q3 - q1)
    values = polars.col(name)
    return (((values < q1 - reach) | (values > q3 + reach)) & (reach > 0)).sum()


def _totals(summary: dict[str, Any]) -> dict[str, int]:
    nulls = sum(value for name, value in summary.items() if name.startswith("nulls "))
    return {"rows": summary["rows"], "nulls": nulls, "duplicates": summary["rows"] - summary["distinct"]}
