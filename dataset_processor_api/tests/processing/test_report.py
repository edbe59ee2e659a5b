"""The document's shape, its strict JSON, and its progress."""

import hashlib
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_processor.processing.engine import DatasetFormat, Progress, Stage, build_report
from dataset_processor.processing.report import to_json_bytes

DATASET_ID = UUID("00000000-0000-4000-8000-000000000001")
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "samples"


def document_of(data: bytes, fmt: DatasetFormat = DatasetFormat.CSV) -> dict[str, Any]:
    return build_report(io.BytesIO(data), fmt).document(DATASET_ID, NOW)


def strict_json(data: bytes) -> Any:
    def refuse(token: str) -> None:
        raise AssertionError(token)

    return json.loads(data, parse_constant=refuse)


def test_contract_fields_have_exactly_their_shape() -> None:
    document = document_of(b"id,amount,note\n1,1,x\n2,2,\n3,3, \n4,4,y\n5,900,y\n5,900,y\n")
    columns = {"schema_version", "duplicates", "columns", "detailed_columns", "warnings", "source"}
    contract = {key: value for key, value in document.items() if key not in columns}
    assert contract == {
        "dataset_id": str(DATASET_ID),
        "generated_at": "2026-01-02T03:04:05+00:00",
        "row_count": 6,
        "null_counts": {"id": 0, "amount": 0, "note": 2},
        "numeric": {
            "id": {"min": 1.0, "max": 5.0, "mean": 20 / 6},
            "amount": {"min": 1.0, "max": 900.0, "mean": 1810 / 6},
        },
        "anomalies": {"duplicates_count": 1, "outliers": {}},
    }


def test_outliers_in_the_document_hold_count_and_examples_alone() -> None:
    document = document_of(b"a,b\n1,1\n2,2\n3,3\n4,4\n900,5\n")
    assert document["anomalies"]["outliers"] == {"a": {"count": 1, "examples": [{"row_index": 4, "value": 900.0}]}}


def test_columns_come_in_file_order_with_all_their_counts() -> None:
    document = document_of(b"z,a\n1,nan\n2,\n3\n4,5\n")
    assert document["columns"] == [
        {
            "name": "z",
            "type": "integer",
            "non_null": 4,
            "nulls": {"empty": 0, "whitespace": 0, "explicit": 0},
            "missing": 0,
            "numbers": 4,
            "non_finite": 0,
            "leading_zeros": 0,
            "dates": 0,
            "distinct": {"count": 4, "exact": True, "relative_error": 0.0},
            "top_values": [{"value": value, "count": 1} for value in ("1", "2", "3", "4")],
            "text_lengths": None,
            "statistics": {
                "min": 1.0,
                "q1": 1.75,
                "median": 2.5,
                "q3": 3.25,
                "max": 4.0,
                "mean": 2.5,
                "std_dev": pytest.approx(1.2909944487358056, rel=1e-15),
                "ddof": 1,
            },
            "outliers": {"lower_fence": -0.5, "upper_fence": 5.5, "below": 0, "above": 0},
            "histogram": {"edges": [1.0, 3.0, 5.0], "counts": [2, 2], "below": 0, "above": 0},
        },
        {
            "name": "a",
            "type": "number",
            "non_null": 2,
            "nulls": {"empty": 1, "whitespace": 0, "explicit": 1},
            "missing": 0,
            "numbers": 2,
            "non_finite": 1,
            "leading_zeros": 0,
            "dates": 0,
            "distinct": {"count": 2, "exact": True, "relative_error": 0.0},
            "top_values": [{"value": "5", "count": 1}, {"value": "nan", "count": 1}],
            "text_lengths": None,
            "statistics": {
                "min": 5.0,
                "q1": 5.0,
                "median": 5.0,
                "q3": 5.0,
                "max": 5.0,
                "mean": 5.0,
                "std_dev": None,
                "ddof": 1,
            },
            "outliers": None,
            "histogram": {"edges": [5.0, 5.0], "counts": [1], "below": 0, "above": 0},
        },
    ]


def test_source_says_what_was_read() -> None:
    data = b"a\n1\n\n2\n"
    assert document_of(data)["source"] == {
        "format": "csv",
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "rows": 2,
        "blank_lines": 1,
    }
    assert document_of(b"[{}] \n", DatasetFormat.JSON)["source"]["bytes"] == 6


def test_source_is_read_to_its_end_across_many_blocks() -> None:
    data = b"a,b\n" + b"12345,abcdefghij\n" * 50_000
    source = document_of(data)["source"]
    assert (source["bytes"], source["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("data", "fmt"), [(b"a,b\n", DatasetFormat.CSV), (b"[]", DatasetFormat.JSON), (b"[{}]", DatasetFormat.JSON)]
)
def test_dataset_without_values_has_a_report(data: bytes, fmt: DatasetFormat) -> None:
    document = document_of(data, fmt)
    assert document["row_count"] == (1 if data == b"[{}]" else 0)
    assert document["null_counts"] == ({"a": 0, "b": 0} if fmt is DatasetFormat.CSV else {})
    assert strict_json(to_json_bytes(document)) == document


def test_warnings_carry_code_message_count_and_rows() -> None:
    (warning,) = document_of(b"a,b\n1\n")["warnings"]
    assert warning == {
        "code": "short_rows",
        "message": "1 row with fewer cells than the header; those are null: 1 cell in all; row 1 (1).",
        "count": 1,
        "rows": [{"row_index": 0, "cells": 1}],
        "fields": [],
    }


def test_warnings_stay_small_for_a_file_full_of_faults() -> None:
    header = ",".join(["x" * 5000] * 3 + [f"{'y' * 5000}{n}" for n in range(200)] * 2)
    document = document_of((header + "\n" + "1\n" * 300).encode())
    assert len(json.dumps(document["warnings"])) < 5000


def test_document_without_a_dataset_has_a_null_id() -> None:
    report = build_report(io.BytesIO(b"a\n"), DatasetFormat.CSV)
    assert report.document(None, NOW)["dataset_id"] is None


def test_time_without_a_zone_is_refused() -> None:
    report = build_report(io.BytesIO(b"a\n"), DatasetFormat.CSV)
    with pytest.raises(ValueError, match="time zone"):
        report.document(None, NOW.replace(tzinfo=None))


def test_json_refuses_nan() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json_bytes({"a": float("nan")})


@given(
    st.lists(
        st.dictionaries(st.text(max_size=3), st.none() | st.floats() | st.integers() | st.text(), max_size=3),
        max_size=8,
    )
)
def test_every_report_is_strict_json_that_reads_back_the_same(items: list[dict[str, Any]]) -> None:
    document = document_of(json.dumps(items).encode(), DatasetFormat.JSON)
    assert strict_json(to_json_bytes(document)) == document


def test_lone_surrogates_and_extreme_numbers_stay_strict_json() -> None:
    data = b'[{"\\ud800":-1.5e308},{"\\ud800":-1e308},{"\\ud800":1e308},{"\\ud800":1.5e308},{"\\ud800":NaN}]'
    document = document_of(data, DatasetFormat.JSON)
    text = to_json_bytes(document)
    assert b'"\\ud800"' in text
    assert strict_json(text) == document
    assert document["columns"][0]["outliers"]["upper_fence"] is None


# --- Progress ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", DatasetFormat)
def test_progress_follows_the_bytes_then_passes_every_milestone(fmt: DatasetFormat) -> None:
    rows, columns = 20_000, 10
    if fmt is DatasetFormat.CSV:
        lines = [b"a,b,c,d,e,f,g,h,i,j", *(b",".join([b"%d" % (n % 1000)] * columns) for n in range(rows))]
        data = b"\n".join(lines)
    else:
        items = (b",".join(b'"%c":%d' % (name, n % 1000) for name in b"abcdefghij") for n in range(rows))
        data = b"[{" + b"},{".join(items) + b"}]"
    seen: list[Progress] = []
    build_report(io.BytesIO(data), fmt, total_bytes=len(data), on_progress=seen.append)
    percents = [progress.percent for progress in seen]
    assert percents == sorted(percents)
    assert {stage.percent for stage in Stage} <= set(percents)
    assert (percents[0], percents[-1]) == (5, 85)
    assert any(5 < percent < 25 for percent in percents)
    assert seen[-1] == Progress(percent=85, rows=rows, bytes=len(data))


@pytest.mark.parametrize("total_bytes", [None, 0, 1])
def test_progress_stays_within_its_bounds_whatever_the_total(total_bytes: int | None) -> None:
    seen: list[int] = []
    build_report(
        io.BytesIO(b"a\n1\n"),
        DatasetFormat.CSV,
        total_bytes=total_bytes,
        on_progress=lambda progress: seen.append(progress.percent),
    )
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (5, 85)


class LeaseLost(Exception):
    """What a caller raises to stop the work."""


@pytest.mark.parametrize("fmt", DatasetFormat)
@pytest.mark.parametrize("percent", [5, 6, 25, 30, 60, 61, 85])
def test_whatever_progress_raises_ends_the_work(fmt: DatasetFormat, percent: int) -> None:
    rows = 60_000
    csv_data = b"a\n" + b"".join(b"%d\n" % n for n in range(rows))
    json_data = b"[" + b",".join(b'{"a":%d}' % n for n in range(rows)) + b"]"
    data = csv_data if fmt is DatasetFormat.CSV else json_data

    def stop(progress: Progress) -> None:
        if progress.percent >= percent:
            raise LeaseLost

    with pytest.raises(LeaseLost):
        build_report(io.BytesIO(data), fmt, total_bytes=len(data), on_progress=stop)


# --- Formats -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content_type", "fmt"),
    [
        ("text/csv", DatasetFormat.CSV),
        ("Text/CSV; charset=utf-8", DatasetFormat.CSV),
        ("application/json", DatasetFormat.JSON),
        (" application/JSON ;x=y", DatasetFormat.JSON),
    ],
)
def test_format_follows_the_content_type(content_type: str, fmt: DatasetFormat) -> None:
    assert DatasetFormat.from_content_type(content_type) is fmt


@pytest.mark.parametrize("content_type", ["", "text/plain", "text/csvx", "json"])
def test_other_content_types_have_no_format(content_type: str) -> None:
    with pytest.raises(ValueError, match="content type"):
        DatasetFormat.from_content_type(content_type)


# --- Samples -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "rows"), [("orders.csv", 1000), ("orders.json", 200)])
def test_samples_show_what_the_report_can_do(name: str, rows: int) -> None:
    data = (SAMPLES / name).read_bytes()
    assert len(data) < 100_000
    document = document_of(data, DatasetFormat(Path(name).suffix[1:]))
    assert document["row_count"] == rows
    assert document["anomalies"]["duplicates_count"] > 0
    assert document["null_counts"]["city"] > 0
    assert document["anomalies"]["outliers"]["delivery_days"]["count"] > 0
    assert document["warnings"] == []
