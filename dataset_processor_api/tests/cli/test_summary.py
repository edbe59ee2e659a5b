"""The readable summary of a report, on narrow and on wide consoles."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from dataset_processor.cli.figures import bars, compact, counted, listed, shortened
from dataset_processor.cli.summary import render_summary
from dataset_processor.processing.engine import DatasetFormat, build_report

SAMPLES = Path(__file__).parents[2] / "samples"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NEW_KEYS = ("leading_zeros", "dates", "distinct", "top_values", "text_lengths", "histogram")


def document_of(data: bytes, fmt: DatasetFormat = DatasetFormat.CSV) -> dict[str, Any]:
    return build_report(io.BytesIO(data), fmt).document(None, NOW)


def shown(document: dict[str, Any], width: int = 160) -> str:
    file = io.StringIO()
    render_summary(document, Console(file=file, width=width, force_terminal=False))
    return file.getvalue()


def line_of(text: str, start: str, title: str) -> str:
    """The row of a table, without its gaps."""
    table = text.partition(f"\n{title}\n")[2].partition("\n\n")[0]
    return " ".join(next(line for line in table.splitlines() if line.startswith(start)).split())


def test_rows_nulls_numbers_duplicates_and_outliers_are_shown() -> None:
    data = b"name,amount\nx,1\n,2\ny,3\ny,3\ny,4\nz,-900\n"
    text = shown(document_of(data))
    assert "6 rows, 2 columns, 1 null\n" in text
    assert f"{len(data)} bytes of CSV, SHA-256 " in text
    assert line_of(text, "name", "Columns") == "name text 5 1 3 y (3), x (1), z (1)"
    assert line_of(text, "amount", "Numbers").startswith("amount ▆█ -900 1.25 2.5 3 4 ")
    assert "1 duplicate row in 1 group of equal rows; extra copies: row 4\n" in text
    assert line_of(text, "amount", "Outliers") == "amount 1 1 0 -1.375 to 5.625 -900 in row 6"


def test_it_says_that_rows_count_from_1_and_those_of_the_json_from_0() -> None:
    assert "Rows count from 1 here; row_index in the JSON counts from 0." in shown(document_of(b"a\n1\n1\n"))
    assert "row_index" not in shown(document_of(b"a\n1\n2\n"))


def test_one_is_singular() -> None:
    text = shown(document_of(b"a\n1\n"))
    assert "1 row, 1 column, 0 nulls\n" in text
    assert "4 bytes of CSV" in text
    assert "No duplicate rows" in text


def test_blank_lines_are_mentioned_where_there_are_some() -> None:
    assert "bytes of CSV, 1 blank line skipped, SHA" in shown(document_of(b"a\n1\n\n2\n"))
    assert "blank" not in shown(document_of(b"a\n1\n"))


def test_odd_values_of_a_column_come_first() -> None:
    text = shown(document_of(b"code,n,m\n007,nan,1\n012,1,x\n010,1,x\n"))
    assert "code 3 0 3 3 with leading zeros" in line_of(text, "code", "Columns")
    assert "1 not finite, 1 (2), nan (1)" in line_of(text, "n", "Columns")
    assert "1 number among them, x (2), 1 (1)" in line_of(text, "m", "Columns")


def test_many_values_are_approximate_and_have_lengths_instead() -> None:
    document = document_of(b"a,b\n" + b"".join(b"%d,word%d\n" % (n, n) for n in range(8000)))
    line = line_of(shown(document), "b", "Columns")
    assert f"≈{document['columns'][1]['distinct']['count']:,} 5 to 8 characters" in line


def test_frequent_values_that_are_not_all_end_in_an_ellipsis() -> None:
    document = document_of(b"a\nx\nx\n" + b"".join(b"v%d\n" % n for n in range(20)))
    assert line_of(shown(document), "a", "Columns").endswith("v16 (1), …")


def test_numbers_and_booleans_of_a_json_file_are_shown_as_they_are() -> None:
    data = b'[{"id": 20240131, "ok": true}, {"id": 20240131, "ok": false}, {"ok": true}]'
    text = shown(document_of(data, DatasetFormat.JSON))
    assert "of JSON" in text
    assert line_of(text, "column", "Columns") == "column type values nulls missing distinct most frequent (times)"
    assert line_of(text, "id", "Columns") == "id integer 2 0 1 1 20240131 (2)"
    assert line_of(text, "ok", "Columns") == "ok boolean 3 0 0 2 true (2), false (1)"


def test_wide_names_keep_columns_in_line() -> None:
    lines = shown(document_of("名前名前名前名前名前名前名前名前名前名前,b\n1,2\n3,4\n".encode()), 60).splitlines()
    rows = [line for line in lines if line.startswith(("名", "b", "column  "))]
    ends = {cell_len(line[: line.rindex(found)]) for line in rows[1:3] for found in ("integer",)}
    assert len(ends) == 1


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140, 200])
def test_nothing_is_wider_than_the_console_and_no_name_is_broken(width: int) -> None:
    name = "a_name_that_goes_on_for_longer_than_anyone_would_like"
    text = shown(document_of(f"{name},b\n1,x\n2,y\n3,z\n4,z\n900000.25,z\n".encode()), width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert sum(line.startswith("a_name_that") for line in text.splitlines()) == 3
    assert name in text if width >= 140 else "…" in text


def test_narrow_tables_drop_their_least_important_columns() -> None:
    document = document_of((SAMPLES / "orders.csv").read_bytes())
    narrow, wide = shown(document, 80), shown(document, 140)
    assert "std dev" in wide
    assert "std dev" not in narrow
    for heading in ("min", "max", "mean", "histogram", "distinct", "most frequent", "examples"):
        assert heading in narrow
    assert "delivery_days" in narrow
    assert "24,900 in row 742" in narrow
    assert "█" in narrow


def test_names_and_values_are_never_markup_and_control_characters_are_escaped() -> None:
    document = document_of(b'[red]x[/red],"\x1b[31m\n\x07",[/]\n[b]v[/b],\x1b[0m,3\n[b]v[/b],\x1b[0m,3\n')
    text = shown(document)
    assert "[red]x[/red]" in text
    assert "[b]v[/b] (2)" in text
    assert "\\x1b[31m\\n\\x07" in text
    assert "\x1b" not in text
    assert "\x07" not in text


def test_lone_surrogates_are_escaped() -> None:
    name, value = "\ud800", "\udfff"
    document = document_of(b"name\nvalue\nvalue\n")
    column = document["columns"][0]
    column["name"], column["top_values"][0]["value"] = name, value
    document["null_counts"] = {name: 0}
    text = shown(document)
    assert "\\ud800" in text
    assert "\\udfff (2)" in text


def test_a_terminal_without_unicode_shows_what_it_can() -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii")
    render_summary(document_of("Straße,b\n1,x\n2,y\n".encode()), Console(file=file, width=80))
    file.flush()
    assert b"Stra?e" in raw.getvalue()


def test_warnings_are_printed() -> None:
    assert "Warning: 1 row with fewer cells" in shown(document_of(b"a,b\n1\n"))


def test_long_names_and_long_tables_are_cut() -> None:
    header = ",".join(["n" * 500, *(f"c{n}" for n in range(99))])
    text = shown(document_of((header + "\n" + "1," * 99 + "1\n").encode()))
    assert "n" * 61 not in text
    assert "… and 50 more columns, in the report itself" in text
    assert "… and 50 more columns with numbers, in the report itself" in text
    assert "c48" in text
    assert "c49" not in text


@pytest.mark.parametrize("data", [b"a,b\n", b"a\n \n", b"a\nnan\n", b"a\n-1.5e308\n-1e308\n1e308\n1.5e308\n"])
@pytest.mark.parametrize("width", [20, 80])
def test_reports_with_little_in_them_are_shown(data: bytes, width: int) -> None:
    assert shown(document_of(data), width)


def test_a_report_of_schema_1_is_shown() -> None:
    document = document_of((SAMPLES / "orders.csv").read_bytes())
    document["schema_version"] = 1
    del document["detailed_columns"]
    for column in document["columns"]:
        for key in NEW_KEYS:
            del column[key]
    text = shown(document, 80)
    assert "1,000 rows, 12 columns, 1,254 nulls" in text
    assert line_of(text, "city", "Columns") == "city text 869 131"
    assert "distinct" not in text
    assert "histogram" not in text
    assert "std dev" in text


def test_a_report_of_the_contract_alone_is_shown() -> None:
    contract = ("dataset_id", "generated_at", "row_count", "null_counts", "numeric", "anomalies")
    document = document_of(b"a\n1\n2\n3\n4\n900\n900\n900\n4\n4\n4\n4\n4\n4\n4\n4\n")
    text = shown({key: json.loads(json.dumps(document[key])) for key in contract})
    assert "15 rows, 1 column, 0 nulls" in text
    assert "10 duplicate rows\n" in text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, "-"),
        (0.0, "0"),
        (24900.0, "24,900"),
        (-9_999_999.0, "-9,999,999"),
        (10_000_000.0, "1e7"),
        (12_345_678.5, "1.2346e7"),
        (77.01759, "77.018"),
        (1983.0, "1983"),
        (1234.56, "1234.6"),
        (9999.99, "10000"),
        (12345.67, "12,346"),
        (123456.7, "123,457"),
        (0.07489754098360656, "0.074898"),
        (0.00012345678, "0.00012346"),
        (0.00001, "1e-5"),
        (-1.5e308, "-1.5e308"),
        (5e-324, "4.9407e-324"),
    ],
)
def test_numbers_are_compact(number: float | None, text: str) -> None:
    assert compact(number) == text


def test_bars_are_as_high_as_their_share_and_never_vanish() -> None:
    assert bars([0, 1, 4, 8]) == " ▁▄█"
    assert bars([1, 1_000_000]) == "▁█"
    assert bars([0]) == " "
    assert bars([]) == ""


def test_lists_lose_whole_parts() -> None:
    assert listed(("one", "two", "three"), 15) == "one, two, three"
    assert listed(("one", "two", "three"), 14) == "one, two, …"
    assert listed(("one", "two", "…"), 9) == "one, …"
    assert listed(("one", "two"), 2) == "o…"
    assert listed((), 5) == ""


def test_words_follow_their_number() -> None:
    assert [counted(n, "row") for n in (0, 1, 2000)] == ["0 rows", "1 row", "2,000 rows"]


def test_shortened_texts_fit() -> None:
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdef", 4) == "abc…"
    assert cell_len(shortened("名前名前", 4)) <= 4
