"""Statements on jobs that requests read, and the summary that lists and single reads share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.engine import Row

from dataset_processor.db.models import ACTIVE_JOB_STATES, Dataset, Job, JobState
from dataset_processor.db.queries.paging import Cursor, Page, newest_first, page_of


@dataclass(frozen=True)
class JobFilter:
    """What a list of jobs may be narrowed by; times are aware."""

    state: JobState | None = None
    dataset_id: UUID | None = None
    queued_before: datetime | None = None
    queued_after: datetime | None = None


@dataclass(frozen=True)
class JobSummary:
    """A job with the name of its dataset."""

    job: Job
    dataset_name: str


def summaries() -> Select[Job, str]:
    """Rows of (job, dataset_name)."""
    return select(Job, Dataset.name).join(Dataset, Dataset.id == Job.dataset_id)


def summary_by_id(job_id: UUID) -> Select[Job, str]:
    """At most one row of `summaries`."""
    return summaries().where(Job.id == job_id)


def summary_page(which: JobFilter, *, cursor: str | None, limit: int) -> Select[Job, str]:
    """Newest first, `limit` + 1 rows of `summaries`."""
    statement = summaries()
    if which.state is not None:
        statement = statement.where(Job.state == which.state)
    if which.dataset_id is not None:
        statement = statement.where(Job.dataset_id == which.dataset_id)
    if which.queued_before is not None:
        statement = statement.where(Job.queued_at < which.queued_before)
    if which.queued_after is not None:
        statement = statement.where(Job.queued_at > which.queued_after)
    return newest_first(statement, Job.queued_at, Job.id, cursor=cursor, limit=limit)


def to_summary(row: Row[Job, str]) -> JobSummary:
    """One row of `summaries` with names."""
    job, dataset_name = row
    return JobSummary(job, dataset_name)


def to_page(rows: Sequence[Row[Job, str]], limit: int) -> Page[JobSummary]:
    """The rows of `summary_page` as a page."""
    found = [to_summary(row) for row in rows]
    return page_of(found, limit, [Cursor(s.job.queued_at, s.job.id) for s in found])


def active_of(dataset_id: UUID) -> Select[Job]:
    """The one job of the dataset that is queued, started or retrying."""
    return select(Job).where(Job.dataset_id == dataset_id, Job.state.in_(ACTIVE_JOB_STATES))


def latest_of(dataset_id: UUID) -> Select[Job]:
    """The newest job of the dataset."""
    return select(Job).where(Job.dataset_id == dataset_id).order_by(Job.queued_at.desc(), Job.id.desc()).limit(1)
