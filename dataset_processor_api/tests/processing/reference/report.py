"""The report as data, and its strict JSON. Every number of it is defined in docs/report.md."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.processing.reference.anomalies import DuplicateRows, Outliers
from tests.processing.reference.parsers.row import ParseWarning
from tests.processing.reference.stats import FieldCounts, FieldType, NumericSummary

SCHEMA_VERSION = 1
STD_DEV_DDOF = 1


@dataclass(frozen=True)
class Source:
    """What was read: the file's size and SHA-256, and the rows found in it."""

    format: str
    bytes: int
    sha256: str
    rows: int
    blank_lines: int | None


@dataclass(frozen=True)
class ColumnReport:
    """One field; `summary` needs a finite number, `outliers` what `can_have_outliers` asks for."""

    name: str
    type: FieldType
    is_numeric: bool
    non_null: int
    nulls: int
    empty: int
    whitespace: int
    explicit_nulls: int
    missing: int
    numbers: int
    non_finite: int
    summary: NumericSummary | None
    outliers: Outliers | None

    @classmethod
    def of(
        cls, place: int, counts: FieldCounts, row_count: int, summary: NumericSummary | None, outliers: Outliers | None
    ) -> "ColumnReport":
        """The report of the field at a place, from 1, counted over `row_count` rows."""
        name = counts.name
        return cls(
            name=name if len(name) <= 1000 else f"{name[:1000]}… (field {place}, {len(name)} characters)",
            type=counts.type,
            is_numeric=counts.is_numeric,
            non_null=counts.non_nulls,
            nulls=counts.nulls,
            empty=counts.empty,
            whitespace=counts.whitespace,
            explicit_nulls=counts.explicit_nulls,
            missing=row_count - counts.occurrences,
            numbers=counts.numbers,
            non_finite=counts.non_finite,
            summary=summary,
            outliers=outliers,
        )

    def document(self) -> dict[str, Any]:
        """An entry of `columns`."""
        return {
            "name": self.name,
            "type": self.type.value,
            "non_null": self.non_null,
            "nulls": {"empty": self.empty, "whitespace": self.whitespace, "explicit": self.explicit_nulls},
            "missing": self.missing,
            "numbers": self.numbers,
            "non_finite": self.non_finite,
            "statistics": asdict(self.summary) | {"ddof": STD_DEV_DDOF} if self.summary else None,
            "outliers": _fences(self.outliers) if self.outliers else None,
        }


@dataclass(frozen=True)
class Report:
    """All that is known of a dataset; the same bytes give the same report."""

    source: Source
    columns: tuple[ColumnReport, ...]
    duplicates: DuplicateRows
    warnings: tuple[ParseWarning, ...]

    @property
    def row_count(self) -> int:
        """Data rows."""
        return self.source.rows

    def document(self, dataset_id: UUID | None, generated_at: datetime) -> dict[str, Any]:
        """The report as JSON values, in the shape docs/report.md gives. `generated_at` must know its time zone."""
        if generated_at.tzinfo is None:
            raise ValueError("generated_at has no time zone")
        return {
            "schema_version": SCHEMA_VERSION,
            "dataset_id": str(dataset_id) if dataset_id else None,
            "generated_at": generated_at.isoformat(),
            "row_count": self.row_count,
            "null_counts": {column.name: column.nulls for column in self.columns},
            "numeric": {
                column.name: {"min": summary.min, "max": summary.max, "mean": summary.mean}
                for column in self.columns
                if column.is_numeric and (summary := column.summary)
            },
            "anomalies": {
                "duplicates_count": self.duplicates.extra_copies,
                "outliers": {
                    column.name: _examples(outliers)
                    for column in self.columns
                    if (outliers := column.outliers) and outliers.count
                },
            },
            "duplicates": {
                "extra_copies": self.duplicates.extra_copies,
                "groups": self.duplicates.groups,
                "rows_involved": self.duplicates.rows_involved,
                "examples": [{"row_index": row_index} for row_index in self.duplicates.examples],
            },
            "columns": [column.document() for column in self.columns],
            "warnings": [_warning(warning) for warning in self.warnings],
            "source": asdict(self.source),
        }


def to_json_bytes(document: dict[str, Any]) -> bytes:
    """The document as strict JSON in ASCII; raises `ValueError` for NaN and infinities.

    Everything beyond ASCII is escaped, so that a lone surrogate in a name or value stays valid.
    """
    return json.dumps(document, allow_nan=False, ensure_ascii=True).encode("ascii")


def _fences(outliers: Outliers) -> dict[str, Any]:
    return {
        "lower_fence": outliers.lower_fence,
        "upper_fence": outliers.upper_fence,
        "below": outliers.below,
        "above": outliers.above,
    }


def _examples(outliers: Outliers) -> dict[str, Any]:
    return {"count": outliers.count, "examples": [asdict(example) for example in outliers.examples]}


def _warning(warning: ParseWarning) -> dict[str, Any]:
    rows = [
        {"row_index": note.row_index} | ({"cells": note.cells} if note.cells is not None else {})
        for note in warning.rows
    ]
    fields = list(warning.fields)
    return {"code": warning.code, "message": warning.message, "count": warning.count, "rows": rows, "fields": fields}
