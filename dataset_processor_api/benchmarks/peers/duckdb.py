"""DuckDB: its own summary, and exact queries."""

from typing import Any

import duckdb

FLOATS_AND_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE"}


def summarize(path: str, form: str, memory_bytes: int) -> dict[str, int]:
    """`SUMMARIZE`."""
    summary = _connection(memory_bytes).execute(f"SUMMARIZE SELECT * FROM {_source(form)}", [path])
    count = [name for name, *_ in summary.description].index("count")
    return {"rows": max(row[count] for row in summary.fetchall())}


def exact(path: str, form: str, memory_bytes: int) -> dict[str, int]:
    """All of the work, each number exact, on a table that the file is read into once."""
    connection = _connection(memory_bytes)
    connection.execute(f"CREATE TABLE data AS SELECT * FROM {_source(form)}", [path])
    columns = {f'"{name}"': kind for name, kind, *_ in connection.execute("DESCRIBE data").fetchall()}
    numeric = [name for name, kind in columns.items() if kind in FLOATS_AND_INTEGERS or kind.startswith("DECIMAL")]
    statistics = (f"min({name}), max({name}), avg({name}), quantile_cont({name}, [0.25, 0.75])" for name in numeric)
    rows, *numbers = _first_row(connection, "count(*)", *(f"count({name})" for name in columns), *statistics)
    counts, quartiles = numbers[: len(columns)], numbers[len(columns) + 3 :: 4]
    (duplicates,) = _first_row(connection, "sum(n - 1)", of="(SELECT *, count(*) AS n FROM data GROUP BY ALL)")
    return {
        "rows": rows,
        "nulls": sum(rows - count for count in counts),
        "outliers": _outliers(connection, dict(zip(numeric, quartiles, strict=True))),
        "duplicates": int(duplicates),
    }


def _outliers(connection: Any, quartiles: dict[str, list[float]]) -> int:
    counts = []
    for name, (q1, q3) in quartiles.items():
        reach = 1.5 * (q3 - q1)
        if reach > 0:
            counts.append(f"count(*) FILTER ({name} < {q1 - reach!r} OR {name} > {q3 + reach!r})")
    return sum(_first_row(connection, *counts)) if counts else 0


def _first_row(connection: Any, *expressions: str, of: str = "data") -> tuple[Any, ...]:
    row: tuple[Any, ...] = connection.execute(f"SELECT {', '.join(expressions)} FROM {of}").fetchone()
    return row


def _connection(memory_bytes: int) -> Any:
    return duckdb.connect(config={"memory_limit": f"{memory_bytes}B"})


def _source(form: str) -> str:
    return "read_csv(?)" if form == "csv" else "read_json(?, format = 'array')"
