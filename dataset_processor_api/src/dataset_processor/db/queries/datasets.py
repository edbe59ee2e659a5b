"""Statements on datasets, and the summary that lists and single reads share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, Select, delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row
from sqlalchemy.sql.dml import ReturningInsert

from dataset_processor.db.models import Dataset, DatasetStatus, Job, Report
from dataset_processor.db.queries.paging import Cursor, Page, newest_first, page_of


@dataclass(frozen=True)
class DatasetFilter:
    """What a list of datasets may be narrowed by; times are aware."""

    status: DatasetStatus | None = None
    uploaded_before: datetime | None = None
    uploaded_after: datetime | None = None
    name_contains: str | None = None


@dataclass(frozen=True)
class DatasetSummary:
    """A dataset with its newest job and whether its report can be fetched."""

    dataset: Dataset
    latest_job_id: UUID | None
    report_available: bool


def summaries() -> Select[Dataset, UUID, bool]:
    """Rows of (dataset, latest_job_id, report_available)."""
    latest_job = (
        select(Job.id)
        .where(Job.dataset_id == Dataset.id)
        .order_by(Job.queued_at.desc(), Job.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(Dataset, latest_job, exists().where(Report.dataset_id == Dataset.id))


def summary_by_id(dataset_id: UUID) -> Select[Dataset, UUID, bool]:
    """At most one row of `summaries`."""
    return summaries().where(Dataset.id == dataset_id)


def summary_page(which: DatasetFilter, *, cursor: str | None, limit: int) -> Select[Dataset, UUID, bool]:
    """Newest first, `limit` + 1 rows of `summaries`."""
    statement = summaries()
    if which.status is not None:
        statement = statement.where(Dataset.status == which.status)
    if which.uploaded_before is not None:
        statement = statement.where(Dataset.uploaded_at < which.uploaded_before)
    if which.uploaded_after is not None:
        statement = statement.where(Dataset.uploaded_at > which.uploaded_after)
    if which.name_contains is not None:
        statement = statement.where(Dataset.name.icontains(which.name_contains, autoescape=True))
    return newest_first(statement, Dataset.uploaded_at, Dataset.id, cursor=cursor, limit=limit)


def to_summary(row: Row[Dataset, UUID, bool]) -> DatasetSummary:
    """One row of `summaries` with names."""
    dataset, latest_job_id, report_available = row
    return DatasetSummary(dataset, latest_job_id, report_available)


def to_page(rows: Sequence[Row[Dataset, UUID, bool]], limit: int) -> Page[DatasetSummary]:
    """The rows of `summary_page` as a page."""
    found = [to_summary(row) for row in rows]
    return page_of(found, limit, [Cursor(s.dataset.uploaded_at, s.dataset.id) for s in found])


def insert_unless_stored(values: dict[str, Any]) -> ReturningInsert[Dataset]:
    """Inserts a dataset; returns no row where one with the same checksum exists, also one being committed."""
    statement = insert(Dataset).values(values)
    return statement.on_conflict_do_nothing(index_elements=[Dataset.checksum_sha256]).returning(Dataset)


def by_checksum(checksum_sha256: str) -> Select[Dataset]:
    """The dataset with this content, kept until the transaction ends: it waits for a deletion, and one waits for it."""
    statement = select(Dataset).where(Dataset.checksum_sha256 == checksum_sha256)
    return statement.with_for_update(read=True, key_share=True).execution_options(populate_existing=True)


def locked(dataset_id: UUID) -> Select[Dataset]:
    """The dataset, locked until the transaction ends; with fresh values."""
    statement = select(Dataset).where(Dataset.id == dataset_id).with_for_update()
    return statement.execution_options(populate_existing=True)


def removal(dataset_id: UUID) -> Delete:
    """Deletes the dataset with its jobs, their attempts and messages, and its report."""
    return delete(Dataset).where(Dataset.id == dataset_id).execution_options(synchronize_session=False)
