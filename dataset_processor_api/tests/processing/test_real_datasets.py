"""Real files, each number checked by slow code written here with the standard library alone."""

import csv
import io
import json
import math
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from dataset_processor.processing.engine import DatasetFormat, build_report
from dataset_processor.processing.report import Report, to_json_bytes

SAMPLES = Path(__file__).parents[2] / "samples"


def is_list_of_objects(path: Path) -> bool:
    decoded = json.loads(path.read_bytes())
    return isinstance(decoded, list) and all(isinstance(item, dict) for item in decoded)


def vega_files() -> Iterator[Path]:
    """The CSV and JSON files of vega_datasets that fit the contract; found without importing the package."""
    spec = find_spec("vega_datasets")
    for folder in (spec.submodule_search_locations if spec else None) or []:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix == ".csv" or (path.suffix == ".json" and is_list_of_objects(path)):
                yield path


FILES = [*vega_files(), *sorted(SAMPLES.iterdir())]
ROWS_OF_KNOWN_FILES = {
    "iris.json": 150,
    "cars.json": 406,
    "airports.csv": 3376,
    "seattle-weather.csv": 1461,
    "stocks.csv": 560,
}


def rows_of(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".json":
        items: list[dict[str, Any]] = json.loads(path.read_bytes())
        return items
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def report_of(path: Path) -> Report:
    with path.open("rb") as file:
        return build_report(file, DatasetFormat(path.suffix[1:]), total_bytes=path.stat().st_size)


def is_null(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.strip() == "")


def as_number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def tagged(value: Any) -> str:
    """JSON keeps types apart in its text: `1`, `1.0`, `true` and `"1"` all differ."""
    return json.dumps(value, sort_keys=True)


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.name)
def real(request: pytest.FixtureRequest) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    path: Path = request.param
    document = report_of(path).document(None, datetime(2026, 1, 1, tzinfo=UTC))
    return rows_of(path), json.loads(to_json_bytes(document))


def fields_of(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def numbers_in(rows: list[dict[str, Any]], name: str) -> list[tuple[int, float]]:
    found = ((n, as_number(row.get(name))) for n, row in enumerate(rows) if not is_null(row.get(name)))
    return [(n, value) for n, value in found if value is not None and math.isfinite(value)]


def test_there_are_enough_real_files() -> None:
    assert {path.suffix for path in FILES} == {".csv", ".json"}
    assert len(FILES) >= 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_row_count(path: Path) -> None:
    report = report_of(path)
    assert report.row_count == len(rows_of(path))
    assert report.row_count == ROWS_OF_KNOWN_FILES.get(path.name, report.row_count)


def test_fields_and_nulls(real: tuple[list[dict[str, Any]], dict[str, Any]]) -> None:
    rows, document = real
    assert [column["name"] for column in document["columns"]] == fields_of(rows)
    for column in document["columns"]:
        name = column["name"]
        nulls = sum(name in row and is_null(row[name]) for row in rows)
        assert document["null_counts"][name] == nulls == sum(column["nulls"].values())
        assert column["missing"] == sum(name not in row for row in rows)
        assert column["non_null"] + nulls + column["missing"] == len(rows)


def test_numeric_fields(real: tuple[list[dict[str, Any]], dict[str, Any]]) -> None:
    rows, document = real
    expected = {}
    for name in fields_of(rows):
        values = [row[name] for row in rows if name in row and not is_null(row[name])]
        finite = [value for _, value in numbers_in(rows, name)]
        if finite and all(as_number(value) is not None for value in values):
            mean = float(sum(map(Fraction, finite)) / len(finite))
            expected[name] = {"min": min(finite), "max": max(finite), "mean": mean}
    assert document["numeric"] == expected


def test_quartiles_and_standard_deviation(real: tuple[list[dict[str, Any]], dict[str, Any]]) -> None:
    rows, document = real
    for column in document["columns"]:
        finite = [value for _, value in numbers_in(rows, column["name"])]
        if len(finite) < 2:
            assert column["statistics"] is None or column["statistics"]["std_dev"] is None
            continue
        quartiles = statistics.quantiles(finite, n=4, method="inclusive")
        found = [column["statistics"][key] for key in ("q1", "median", "q3")]
        assert found == pytest.approx(quartiles, rel=1e-12, abs=1e-12)
        assert column["statistics"]["std_dev"] == statistics.stdev(finite)


def test_duplicates(real: tuple[list[dict[str, Any]], dict[str, Any]]) -> None:
    rows, document = real
    texts = [tagged(row) for row in rows]
    assert document["anomalies"]["duplicates_count"] == len(texts) - len(set(texts))


def test_outliers(real: tuple[list[dict[str, Any]], dict[str, Any]]) -> None:
    rows, document = real
    expected = {}
    for column in document["columns"]:
        numbers = numbers_in(rows, column["name"])
        if len(numbers) < 4 or column["statistics"]["q1"] == column["statistics"]["q3"]:
            assert column["outliers"] is None
            continue
        q1, q3 = column["statistics"]["q1"], column["statistics"]["q3"]
        lower, upper = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
        outside = [{"row_index": n, "value": value} for n, value in numbers if not lower <= value <= upper]
        assert (column["outliers"]["lower_fence"], column["outliers"]["upper_fence"]) == (lower, upper)
        if outside:
            expected[column["name"]] = {"count": len(outside), "examples": outside[:5]}
    assert document["anomalies"]["outliers"] == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_same_bytes_give_the_same_report(path: Path) -> None:
    assert report_of(path) == report_of(path)


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".csv"], ids=lambda path: path.name)
def test_csv_as_json_gives_the_same_counts(path: Path) -> None:
    as_json = json.dumps(rows_of(path)).encode()
    other = build_report(io.BytesIO(as_json), DatasetFormat.JSON)
    report = report_of(path)
    assert other.columns == report.columns
    assert other.duplicates == report.duplicates
