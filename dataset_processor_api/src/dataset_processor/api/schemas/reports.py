"""The report as OpenAPI describes it; it is served as stored, never rebuilt from this."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class NumericSummary(BaseModel):
    """Over the finite numbers of a numeric field."""

    min: float
    max: float
    mean: float


class OutlierExample(BaseModel):
    """`row_index` counts data rows from 0."""

    row_index: int
    value: float


class Outliers(BaseModel):
    """Values outside [Q1 - 1.5 IQR, Q3 + 1.5 IQR], the first five in file order."""

    count: int
    examples: list[OutlierExample]


class Anomalies(BaseModel):
    """Rows equal to an earlier row, and outliers by field."""

    duplicates_count: int
    outliers: dict[str, Outliers]


class ReportPublic(BaseModel):
    """The report of a dataset; further fields are described in docs/report.md."""

    model_config = ConfigDict(extra="allow")

    dataset_id: UUID
    generated_at: datetime
    row_count: int
    null_counts: dict[str, int]
    numeric: dict[str, NumericSummary]
    anomalies: Anomalies
