"""The report as data, and its strict JSON. Every number of it is defined in docs/report.md."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dataset_processor.processing.columns import ColumnCounts, Distinct, FieldType, TextLengths, TopValue
from dataset_processor.processing.distribution import Histogram, Outliers
from dataset_processor.processing.duplicates import DuplicateRows
from dataset_processor.processing.parsers.parse_warning import ParseWarning
from dataset_processor.processing.stats import NumericSummary

SCHEMA_VERSION = 2
STD_DEV_DDOF = 1
LONGEST_NAME = 1000
MOST_DETAILED_COLUMNS = 1000


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
    """One field. `summary`, `outliers` and `histogram` need numbers, `text_lengths` texts; `top_values` few values."""

    name: str
    type: FieldType
    counts: ColumnCounts
    missing: int
    distinct: Distinct
    top_values: tuple[TopValue, ...] | None
    text_lengths: TextLengths | None
    summary: NumericSummary | None
    outliers: Outliers | None
    histogram: Histogram | None

    def document(self, name: str, *, detailed: bool) -> dict[str, Any]:
        """An entry of `columns`; frequent values and the histogram only with details."""
        counts = self.counts
        return {
            "name": name,
            "type": self.type.value,
            "non_null": counts.non_null,
            "nulls": {"empty": counts.empty, "whitespace": counts.whitespace, "explicit": counts.explicit_nulls},
            "missing": self.missing,
            "numbers": counts.numbers,
            "non_finite": counts.non_finite,
            "leading_zeros": counts.leading_zeros,
            "dates": counts.dates,
            "distinct": {
                "count": self.distinct.count,
                "exact": self.distinct.is_exact,
                "relative_error": self.distinct.relative_error,
            },
            "top_values": [_top_value(top) for top in self.top_values] if self.top_values and detailed else None,
            "text_lengths": asdict(self.text_lengths) if self.text_lengths else None,
            "statistics": asdict(self.summary) | {"ddof": STD_DEV_DDOF} if self.summary else None,
            "outliers": _fences(self.outliers) if self.outliers else None,
            "histogram": _histogram(self.histogram) if self.histogram and detailed else None,
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
        named = list(zip(shown_names([column.name for column in self.columns]), self.columns, strict=True))
        return {
            "schema_version": SCHEMA_VERSION,
            "dataset_id": str(dataset_id) if dataset_id else None,
            "generated_at": generated_at.isoformat(),
            "row_count": self.row_count,
            "null_counts": {name: column.counts.nulls for name, column in named},
            "numeric": {
                name: {"min": summary.min, "max": summary.max, "mean": summary.mean}
                for name, column in named
                if column.counts.is_numeric and (summary := column.summary)
            },
            "anomalies": {
                "duplicates_count": self.duplicates.extra_copies,
                "outliers": {
                    name: _examples(outliers)
                    for name, column in named
                    if (outliers := column.outliers) and outliers.count
                },
            },
            "duplicates": {
                "extra_copies": self.duplicates.extra_copies,
                "groups": self.duplicates.groups,
                "rows_involved": self.duplicates.rows_involved,
                "examples": [{"row_index": row_index} for row_index in self.duplicates.examples],
            },
            "columns": [
                column.document(name, detailed=position < MOST_DETAILED_COLUMNS)
                for position, (name, column) in enumerate(named)
            ],
            "detailed_columns": min(len(named), MOST_DETAILED_COLUMNS),
            "warnings": [_warning(warning) for warning in self.warnings],
            "source": asdict(self.source),
        }


def shown_names(names: Sequence[str]) -> list[str]:
    """The names of fields, very long ones cut and told apart by their place."""
    return [
        name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}… (field {place}, {len(name)} characters)"
        for place, name in enumerate(names, 1)
    ]


def to_json_bytes(document: dict[str, Any]) -> bytes:
    """The document as strict JSON in ASCII; raises `ValueError` for NaN and infinities.

    Everything beyond ASCII is escaped, so that a lone surrogate in a name or value stays valid.
    """
    return json.dumps(document, allow_nan=False, ensure_ascii=True).encode("ascii")


def _top_value(top: TopValue) -> dict[str, Any]:
    return {"value": top.value, "count": top.count} | ({"cut": True} if top.is_cut else {})


def _fences(outliers: Outliers) -> dict[str, Any]:
    return {
        "lower_fence": outliers.lower_fence,
        "upper_fence": outliers.upper_fence,
        "below": outliers.below,
        "above": outliers.above,
    }


def _histogram(histogram: Histogram) -> dict[str, Any]:
    return {
        "edges": list(histogram.edges),
        "counts": list(histogram.counts),
        "below": histogram.below,
        "above": histogram.above,
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
