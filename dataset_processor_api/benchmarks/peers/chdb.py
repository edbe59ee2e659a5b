"""chDB: ClickHouse in the process, one query over the file."""

import json
from typing import Any

import chdb

FORMATS = {"csv": "CSVWithNames", "json": "JSONEachRow"}
NUMERIC = ("Int", "UInt", "Float", "Decimal")


def query(path: str, form: str, memory_bytes: int) -> dict[str, int]:
    """Everything but outliers, for which it would have to read the file twice; rows are compared by 128 bits."""
    source = f"file('{path}', '{FORMATS[form]}')"
    columns = {row["name"]: row["type"] for row in _rows(f"DESCRIBE TABLE {source}")}
    numeric = [f'"{name}"' for name, kind in columns.items() if kind.removeprefix("Nullable(").startswith(NUMERIC)]
    expressions = [
        "count() AS rows",
        "uniqExact(sipHash128(tuple(*))) AS distinct",
        f"arraySum([{', '.join(f'countIf(isNull({json.dumps(name)}))' for name in columns)}]) AS nulls",
        *(f"min({name}), max({name}), avg({name})" for name in numeric),
        *(f"quantilesExactInclusive(0.25, 0.5, 0.75)({name})" for name in numeric),
    ]
    (row,) = _rows(f"SELECT {', '.join(expressions)} FROM {source} SETTINGS max_memory_usage = {memory_bytes}")
    return {
        "rows": int(row["rows"]),
        "nulls": int(row["nulls"]),
        "duplicates": int(row["rows"]) - int(row["distinct"]),
    }


def _rows(sql: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(str(chdb.query(sql, "JSON")))["data"]
    return rows
