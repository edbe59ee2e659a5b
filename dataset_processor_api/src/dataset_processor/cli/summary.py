"""A report for a person: tables on a console."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dataset_processor.processing.errors import printable

LONGEST_NAME = 60
ROWS_SHOWN = 50


def render_summary(document: dict[str, Any], console: Console) -> None:
    """Print a report document: size, columns, numbers, duplicates, outliers, warnings.

    Names from the data are shown as they are, never read as console markup; invisible characters are escaped, long
    names and long tables are cut, and it is said where.
    """
    _print_overview(document, console)
    columns: list[dict[str, Any]] = document.get("columns", [])
    _print_table(console, _columns_table(columns), len(columns))
    numeric = [column for column in columns if column["statistics"]]
    _print_table(console, _numbers_table(numeric), len(numeric))
    _print_duplicates(document, console)
    outliers: dict[str, Any] = document["anomalies"]["outliers"]
    fences = {column["name"]: column["outliers"] for column in columns}
    _print_table(console, _outliers_table(outliers, fences), len(outliers))
    for warning in document.get("warnings", []):
        console.print(Text(f"Warning: {printable(warning['message'])}", style="yellow"))


def _print_overview(document: Mapping[str, Any], console: Console) -> None:
    rows, nulls = document["row_count"], sum(document["null_counts"].values())
    console.print(Text(f"{rows:,} rows, {len(document['null_counts']):,} columns, {nulls:,} nulls", style="bold"))
    if source := document.get("source"):
        console.print(Text(f"{source['bytes']:,} bytes of {source['format']}, SHA-256 {source['sha256']}"))


def _print_table(console: Console, table: Table, entries: int) -> None:
    if not entries:
        return
    console.print(table)
    if entries > ROWS_SHOWN:
        console.print(Text(f"… and {entries - ROWS_SHOWN:,} more, in the report itself", style="dim"))


def _columns_table(columns: Iterable[Mapping[str, Any]]) -> Table:
    table = _table("Columns", "type", "values", "nulls", "missing", "not finite")
    for column in list(columns)[:ROWS_SHOWN]:
        nulls = sum(column["nulls"].values())
        counts = (column["non_null"], nulls, column["missing"], column["non_finite"])
        table.add_row(_name(column["name"]), Text(column["type"]), *(Text(f"{count:,}") for count in counts))
    return table


def _numbers_table(columns: Iterable[Mapping[str, Any]]) -> Table:
    shown = ("min", "q1", "median", "q3", "max", "mean", "std_dev")
    table = _table("Numbers", *("std dev" if key == "std_dev" else key for key in shown))
    for column in list(columns)[:ROWS_SHOWN]:
        table.add_row(_name(column["name"]), *(_number(column["statistics"][key]) for key in shown))
    return table


def _outliers_table(outliers: Mapping[str, Any], fences: Mapping[str, Any]) -> Table:
    table = _table("Outliers", "count", "below", "above", "usual range", "first examples (row index from 0)")
    for name, found in list(outliers.items())[:ROWS_SHOWN]:
        fence = fences.get(name) or {}
        lower, upper = (_number(fence.get(key)) for key in ("lower_fence", "upper_fence"))
        examples = ", ".join(f"{_number(e['value'])} at {e['row_index']}" for e in found["examples"])
        sides = (Text(str(fence.get(side, ""))) for side in ("below", "above"))
        table.add_row(_name(name), Text(f"{found['count']:,}"), *sides, Text(f"{lower} to {upper}"), Text(examples))
    return table


def _print_duplicates(document: Mapping[str, Any], console: Console) -> None:
    copies = document["anomalies"]["duplicates_count"]
    if not copies:
        console.print(Text("No duplicate rows"))
        return
    line = f"{copies:,} duplicate rows"
    if details := document.get("duplicates"):
        examples = ", ".join(str(example["row_index"]) for example in details["examples"])
        line += f" in {details['groups']:,} groups; first at row index (from 0) {examples}"
    console.print(Text(line))


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("column", overflow="fold")
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "type" else "right", overflow="fold")
    return table


def _name(name: str) -> Text:
    shortened = name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…"
    return Text(printable(shortened) or '""')


def _number(value: float | None) -> Text:
    return Text("-" if value is None else f"{value:,.6g}" if abs(value) < 1e15 else f"{value:.6g}")
