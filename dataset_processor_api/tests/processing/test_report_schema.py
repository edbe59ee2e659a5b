"""`docs/report.schema.json`: every report fits it, nothing else does, and docs/report.md explains all it names."""

import copy
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator, ValidationError

from dataset_processor.processing.columns import FieldType
from dataset_processor.processing.engine import DatasetFormat, build_report
from dataset_processor.processing.errors import InvalidDatasetCode
from dataset_processor.processing.kernels.duplicates import COMPARED_BITS
from dataset_processor.processing.report import SCHEMA_VERSION, to_json_bytes

PROJECT = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads((PROJECT / "docs" / "report.schema.json").read_bytes())
EXPLANATION = (PROJECT / "docs" / "report.md").read_text(encoding="utf-8")
VALIDATOR = Draft202012Validator(SCHEMA)
NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
CSV, JSON = DatasetFormat.CSV, DatasetFormat.JSON


def real_files() -> Iterator[Path]:
    """The samples, and the CSV and JSON files of vega_datasets; found without importing the package."""
    yield from sorted((PROJECT / "samples").iterdir())
    spec = find_spec("vega_datasets")
    for folder in (spec.submodule_search_locations if spec else None) or []:
        yield from sorted(path for path in Path(folder).rglob("*") if path.suffix == ".csv" or is_dataset(path))


def is_dataset(path: Path) -> bool:
    if path.suffix != ".json":
        return False
    decoded = json.loads(path.read_bytes())
    return isinstance(decoded, list) and all(isinstance(item, dict) for item in decoded)


ODD_FILES = {
    "header only": (CSV, b"a,b\n"),
    "one value": (CSV, b"a\n1\n"),
    "one word": (CSV, b"a\nword\n"),
    "all null": (CSV, b"a,b\n, \n,\n\t,\n"),
    "nothing finite": (CSV, b"a\nnan\ninf\n-inf\n1e999\n"),
    "beyond a double": (CSV, b"a\n-1.5e308\n-1e308\n1e308\n1.5e308\nnan\n"),
    "numbers and words": (CSV, b"a\n1\n2\n3\n4\n900\nx\n"),
    "mixed dates": (CSV, b"a,b\n13/01/2024,03/04/2024\n01/13/2024,04/03/2024\n"),
    "codes and booleans": (CSV, b"a,b\n007,yes\n12,NO\n"),
    "1,500 columns": (CSV, (",".join(f"c{n}" for n in range(1500)) + "\n" + ",".join(["7"] * 1500) + "\n").encode()),
    "long names": (CSV, f"{'ä' * 5000},{'ä' * 5000}1,\n1,2,3\n".encode()),
    "long values": (CSV, f"a\n{'ä' * 5000}\n{'x' * 100}\n{'x' * 101}\n".encode()),
    "many values": (CSV, b"a,b\n" + b"".join(b"%d,v%d\n" % (n, n) for n in range(20_000))),
    "every warning": (CSV, b'a,a, \n1\n1,2,3,4\n\n"1'),
    "other delimiter": (CSV, b"a;b;c\n1;2;3\n"),
    "empty list": (JSON, b"[]"),
    "empty objects": (JSON, b"[{}, {}]"),
    "lone surrogates": (JSON, b'[{"\\ud800": "\\udfff", "a": "\\ud83d\\ude00"}, {"\\ud800": 1}]'),
    "tokens beyond JSON": (JSON, b'[{"a": NaN}, {"a": Infinity}, {"a": -Infinity}, {"a": 1}]'),
    "every kind": (JSON, b'[{"a": [1], "b": true, "c": null, "d": 1.5, "d": 2, "e": 18446744073709551616}, {"b": {}}]'),
    "absent keys": (JSON, b'[{"a": 1}, {"b": "x"}, {"a": ""}]'),
}


def document_of(data: bytes, fmt: DatasetFormat, dataset_id: UUID | None = None) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        to_json_bytes(build_report(io.BytesIO(data), fmt).document(dataset_id, NOW)),
        parse_constant=pytest.fail,
    )
    return document


def names_in(schema: Any) -> Iterator[str]:
    """All names of properties and all values of enumerations."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (value for value in schema.get("enum", []) if isinstance(value, str))
        for value in schema.values():
            yield from names_in(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from names_in(value)


def objects_in(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where our objects stand in a document; the maps whose keys are names of fields are not among them."""
    if isinstance(value, dict):
        if path not in {("null_counts",), ("numeric",), ("anomalies", "outliers")}:
            yield path
        for key, inner in value.items():
            yield from objects_in(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from objects_in(inner, (*path, place))


def at(document: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
    for key in path:
        document = document[key]
    found: dict[str, Any] = document
    return found


def test_the_schema_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", list(real_files()), ids=lambda path: path.name)
def test_reports_of_real_files_fit(path: Path) -> None:
    VALIDATOR.validate(document_of(path.read_bytes(), DatasetFormat(path.suffix[1:]), UUID(int=1)))


@pytest.mark.parametrize(("fmt", "data"), ODD_FILES.values(), ids=ODD_FILES.keys())
def test_reports_of_odd_files_fit(fmt: DatasetFormat, data: bytes) -> None:
    document = document_of(data, fmt)
    VALIDATOR.validate(document)
    assert document["detailed_columns"] == min(len(document["columns"]), 1000)
    for column in document["columns"]:
        if histogram := column["histogram"]:
            assert len(histogram["edges"]) == len(histogram["counts"]) + 1
            in_all = sum(histogram["counts"]) + histogram["below"] + histogram["above"]
            assert in_all == column["numbers"] - column["non_finite"]


def test_any_key_too_much_or_missing_is_refused() -> None:
    rows = b"1,x,\n2,y,3\n3,z,\n4,x,\n900,x,\n900,x,\n4\n"
    document = document_of(b"a,b,a \n" + rows, CSV)
    VALIDATOR.validate(document)
    for path in objects_in(document):
        changed = copy.deepcopy(document)
        at(changed, path)["unheard_of"] = 1
        assert not VALIDATOR.is_valid(changed), path
        for key in at(document, path):
            changed = copy.deepcopy(document)
            del at(changed, path)[key]
            optional = key == "cells"
            assert VALIDATOR.is_valid(changed) == optional, (*path, key)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("row_count",), "6"),
        (("row_count",), True),
        (("row_count",), -1),
        (("dataset_id",), "none"),
        (("schema_version",), 1),
        (("numeric", "a", "mean"), None),
        (("numeric", "a", "mean"), "3"),
        (("null_counts", "a"), 0.5),
        (("columns", 0, "type"), "float"),
        (("columns", 0, "distinct", "relative_error"), 0.0163),
        (("columns", 0, "top_values"), []),
        (("columns", 0, "statistics", "ddof"), 0),
        (("warnings",), [{"code": "new", "message": "x", "count": 1, "rows": [], "fields": []}]),
        (("source", "sha256"), "9f86"),
    ],
)
def test_another_value_is_refused(path: tuple[str | int, ...], value: Any) -> None:
    document = document_of(b"a\n1\n2\n", CSV)
    VALIDATOR.validate(document)
    at(document, path[:-1])[str(path[-1])] = value
    with pytest.raises(ValidationError):
        VALIDATOR.validate(document)


def test_every_name_of_the_schema_is_explained() -> None:
    code = " ".join(re.findall(r"```.*?```|`[^`]+`", EXPLANATION, re.DOTALL))
    assert {name for name in names_in(SCHEMA) if not re.search(rf"\b{name}\b", code)} == set()


def test_the_example_of_the_explanation_fits() -> None:
    found = re.search(r"```json\n(.*?)```", EXPLANATION, re.DOTALL)
    assert found
    VALIDATOR.validate(json.loads(found[1]))


def test_the_explanation_knows_every_type_and_failure_and_the_bits_compared() -> None:
    assert set(FieldType) == set(SCHEMA["$defs"]["column"]["properties"]["type"]["enum"])
    assert SCHEMA["$defs"]["report"]["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    for code in InvalidDatasetCode:
        assert f"`{code.value}`" in EXPLANATION
    assert f"{COMPARED_BITS} bits" in EXPLANATION
