"""The compiled engine beside the reference: the same bytes, and what differs."""

import dataclasses
import io
import json
from datetime import UTC, datetime
from typing import Any

from tests.processing.reference import engine as reference

from dataset_processor.processing.engine import DatasetFormat, EngineResources, Limits, build_report
from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode
from dataset_processor.processing.report import to_json_bytes

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BEYOND_REFERENCE = ("leading_zeros", "dates", "distinct", "top_values", "text_lengths", "histogram", "type")
SHARED_WARNINGS = {"repeated_header", "blank_header", "long_rows", "short_rows", "unclosed_quote", "repeated_key"}


def outcome_of(
    data: bytes, fmt: DatasetFormat, limits: Limits | None = None, resources: EngineResources | None = None
) -> dict[str, Any]:
    """The engine's report, or its failure, as far as the reference has both."""
    try:
        document = build_report(io.BytesIO(data), fmt, limits=limits, resources=resources).document(None, NOW)
    except InvalidDataset as error:
        return _failure(error)
    return _shared(document)


def exact_outcome_of(
    data: bytes, fmt: DatasetFormat, limits: Limits | None = None, resources: EngineResources | None = None
) -> bytes | dict[str, Any]:
    """The engine's document byte by byte, or its failure with all it says."""
    try:
        report = build_report(io.BytesIO(data), fmt, limits=limits, resources=resources)
    except InvalidDataset as error:
        return {"code": error.code, "row": error.row, "byte_offset": error.byte_offset, "message": error.message}
    return to_json_bytes(report.document(None, NOW))


def expected_of(data: bytes, fmt: DatasetFormat, limits: Limits | None = None) -> dict[str, Any]:
    """What the reference says of the same bytes."""
    try:
        document = reference.build_report(io.BytesIO(data), fmt, limits=limits).document(None, NOW)
    except InvalidDataset as error:
        return _failure(error)
    return _shared(document)


def assert_same(data: bytes, fmt: DatasetFormat, resources: EngineResources) -> None:
    """Engine and reference say the same, in the same order and with the same types."""
    found, expected = outcome_of(data, fmt, resources=resources), expected_of(data, fmt)
    assert found == expected
    assert json.dumps(found) == json.dumps(expected)


def assert_same_within(data: bytes, fmt: DatasetFormat, limits: Limits, resources: EngineResources) -> None:
    """The same report, or a fault of the same row: one that the reference names too, if it has that limit alone.

    What is too large may be found before the rest of its row is looked at.
    """
    found, expected = outcome_of(data, fmt, limits, resources), expected_of(data, fmt, limits)
    if found == expected:
        return
    assert "code" in expected
    alone = [Limits(**{limit.name: getattr(limits, limit.name)}) for limit in dataclasses.fields(Limits)]
    faults = [expected_of(data, fmt, limit) for limit in [*alone, None]]
    faults += [{"code": "of one row", "row": expected["row"]}]
    assert found in [fault for fault in faults if fault.get("row", "none") == expected["row"]], expected


def _failure(error: InvalidDataset) -> dict[str, Any]:
    """Which of several faults of one row is named first is left open."""
    of_one_row = {InvalidDatasetCode.TOO_MANY_ROWS, InvalidDatasetCode.FIELD_TOO_LARGE, InvalidDatasetCode.INVALID_UTF8}
    return {"code": "of one row" if error.code in of_one_row else error.code, "row": error.row}


def _shared(document: dict[str, Any]) -> dict[str, Any]:
    columns = [{k: v for k, v in column.items() if k not in BEYOND_REFERENCE} for column in document["columns"]]
    warnings = [warning for warning in document["warnings"] if warning["code"] in SHARED_WARNINGS]
    same = {k: v for k, v in document.items() if k not in ("schema_version", "detailed_columns")}
    return {**same, "columns": columns, "warnings": warnings}
