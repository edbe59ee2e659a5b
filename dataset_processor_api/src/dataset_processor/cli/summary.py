"""A report for a person: tables on a console."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from dataset_processor.cli.figures import bars, compact, counted, shortened, shown
from dataset_processor.cli.fitted_table import Cell, Column, print_fitted
from dataset_processor.processing.errors import printable

ROWS_SHOWN = 50
MOST_NAME_CHARACTERS = 60
MOST_VALUE_CHARACTERS = 24
LEAST_NAME_WIDTH, LEAST_CONTENT_WIDTH, LEAST_EXAMPLES_WIDTH = 16, 20, 24
FIGURES = (("min", 2), ("q1", 6), ("median", 5), ("q3", 6), ("max", 3), ("mean", 4), ("std_dev", 7))

Entry = Mapping[str, Any]


def render_summary(document: dict[str, Any], console: Console) -> None:
    """Print a report document: size, columns, numbers, duplicates, outliers, warnings.

    Names and values from the data are shown as they are, never read as console markup; invisible characters are
    escaped, whatever is too long or too much is cut, and it is said where. Reports of schema 1 have less to show.
    """
    if isinstance(console.file, io.TextIOWrapper):
        console.file.reconfigure(errors="replace")  # a terminal without Unicode shows question marks
    columns: list[Entry] = document.get("columns", [])
    numeric = [column for column in columns if column["statistics"]]
    outliers: Mapping[str, Any] = document["anomalies"]["outliers"]
    _print_overview(document, console)
    _print_columns(columns, console)
    _print_numbers(numeric, console)
    _print_duplicates(document, console)
    _print_outliers(outliers, {column["name"]: column["outliers"] for column in columns}, console)
    if outliers or (document.get("duplicates") or {}).get("examples"):
        _remark(console, "Rows count from 1 here; row_index in the JSON counts from 0.")
    if warnings := document.get("warnings"):
        console.print()
    for warning in warnings or []:
        console.print(Text(f"Warning: {printable(warning['message'])}", style="yellow"))


def _print_overview(document: Entry, console: Console) -> None:
    counts = (
        counted(document["row_count"], "row"),
        counted(len(document["null_counts"]), "column"),
        counted(sum(document["null_counts"].values()), "null"),
    )
    console.print(Text(", ".join(counts), style="bold"))
    if source := document.get("source"):
        blank = counted(source["blank_lines"], "blank line") if source.get("blank_lines") else ""
        size = f"{counted(source['bytes'], 'byte')} of {source['format'].upper()}{blank and f', {blank} skipped'}"
        digest = f"SHA-256 {source['sha256']}"
        separator = ", " if len(size) + len(digest) + 2 <= console.width else "\n"
        console.print(Text(f"{size}{separator}{digest}"))


def _print_columns(columns: Sequence[Entry], console: Console) -> None:
    if not columns:
        return
    some = columns[:ROWS_SHOWN]
    content = Column(
        "most frequent (times)", least=LEAST_CONTENT_WIDTH, is_right=False, rank=3, cells=[*map(_content, some)]
    )
    missing: list[Cell] = [_count(column["missing"]) for column in some]
    has_missing = any(column["missing"] for column in some)
    table = [
        _names(column["name"] for column in some),
        Column("type", is_right=False, cells=[column["type"] for column in some]),
        Column("values", rank=4, cells=[_count(column["non_null"]) for column in some]),
        Column("nulls", rank=1, cells=[_count(sum(column["nulls"].values())) for column in some]),
        Column("missing", rank=5, cells=missing if has_missing else [""] * len(some)),
        Column("distinct", rank=2, cells=[_distinct(column.get("distinct")) for column in some]),
        content,
    ]
    print_fitted(console, "Columns", table)
    _print_rest(console, len(columns) - len(some), "column")


def _print_numbers(columns: Sequence[Entry], console: Console) -> None:
    if not columns:
        return
    some = columns[:ROWS_SHOWN]
    histograms = [column.get("histogram") for column in some]
    drawn = [bars(histogram["counts"]) if histogram else "" for histogram in histograms]
    table = [
        _names(column["name"] for column in some),
        Column("histogram", rank=1, is_right=False, cells=[*drawn]),
        *(
            Column(key.replace("_", " "), rank=rank, cells=[compact(column["statistics"][key]) for column in some])
            for key, rank in FIGURES
        ),
    ]
    print_fitted(console, "Numbers", table)
    _print_rest(console, len(columns) - len(some), "column with numbers", "columns with numbers")
    if any(histogram and histogram["below"] + histogram["above"] for histogram in histograms):
        _remark(console, "Histograms leave outliers out.")


def _print_duplicates(document: Entry, console: Console) -> None:
    copies = document["anomalies"]["duplicates_count"]
    console.print()
    if not copies:
        console.print(Text("No duplicate rows", style="bold"))
        return
    line = Text(counted(copies, "duplicate row"), style="bold")
    if details := document.get("duplicates"):
        rows = [f"{example['row_index'] + 1:,}" for example in details["examples"]]
        first = f"{'row' if len(rows) == 1 else 'rows'} {', '.join(rows)}" + (", …" if copies > len(rows) else "")
        line.append(f" in {counted(details['groups'], 'group')} of equal rows; extra copies: {first}", style="not bold")
    console.print(line)


def _print_outliers(outliers: Entry, fences: Entry, console: Console) -> None:
    if not outliers:
        return
    some = list(outliers.items())[:ROWS_SHOWN]
    known = [fences.get(name) or {} for name, _ in some]
    found = [tuple(f"{compact(e['value'])} in row {e['row_index'] + 1:,}" for e in o["examples"]) for _, o in some]
    table = [
        _names(name for name, _ in some),
        Column("count", cells=[_count(entry["count"]) for _, entry in some]),
        Column("below", rank=3, cells=[_count(fence.get("below")) for fence in known]),
        Column("above", rank=3, cells=[_count(fence.get("above")) for fence in known]),
        Column("usual range", rank=2, is_right=False, cells=[_range(fence) for fence in known]),
        Column("examples", rank=1, least=LEAST_EXAMPLES_WIDTH, is_right=False, cells=[*found]),
    ]
    print_fitted(console, "Outliers", table)
    _print_rest(console, len(outliers) - len(some), "column with outliers", "columns with outliers")


def _names(names: Iterable[str]) -> Column:
    cells: list[Cell] = [shortened(shown(name[: MOST_NAME_CHARACTERS + 1]), MOST_NAME_CHARACTERS) for name in names]
    return Column("column", least=LEAST_NAME_WIDTH, is_right=False, cells=cells)


def _count(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def _distinct(distinct: Entry | None) -> str:
    return "" if distinct is None else f"{'' if distinct['exact'] else '≈'}{distinct['count']:,}"


def _content(column: Entry) -> tuple[str, ...]:
    """What is odd about a column, then its frequent values, or how long its texts are."""
    odd = (("non_finite", "not finite"), ("leading_zeros", "with leading zeros"))
    parts = [f"{column[key]:,} {words}" for key, words in odd if column.get(key)]
    if column["type"] == "mixed":
        parts.append(f"{counted(column['numbers'], 'number')} among them")
    top, lengths = column.get("top_values"), column.get("text_lengths")
    if top and (top[0]["count"] > 1 or len(top) == 1):
        parts += [f"{_value(entry)} ({entry['count']:,})" for entry in top]
        parts += ["…"] if column["distinct"]["count"] > len(top) else []
    elif lengths:
        least, most = lengths["min"], lengths["max"]
        parts.append(f"{least:,} to {counted(most, 'character')}" if least < most else counted(most, "character"))
    return tuple(parts)


def _value(entry: Entry) -> str:
    value = entry["value"]
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    is_cut = len(value) > MOST_VALUE_CHARACTERS or "cut" in entry
    return shown(value[:MOST_VALUE_CHARACTERS]) + ("…" if is_cut else "")


def _range(fence: Entry) -> str:
    return f"{compact(fence['lower_fence'])} to {compact(fence['upper_fence'])}" if fence else ""


def _print_rest(console: Console, more: int, singular: str, plural: str | None = None) -> None:
    if more > 0:
        _remark(
            console, f"… and {counted(more, f'more {singular}', plural and f'more {plural}')}, in the report itself"
        )


def _remark(console: Console, text: str) -> None:
    console.print(Text(text, style="dim"))
