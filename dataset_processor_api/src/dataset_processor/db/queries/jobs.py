"""Statements on jobs that requests read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from dataset_processor.db.models import ACTIVE_JOB_STATES, Job, JobState
from dataset_processor.db.queries.paging import Cursor, Page, newest_first, page_of


@dataclass(frozen=True)
class JobFilter:
    """What a list of jobs may be narrowed by; times are aware."""

    state: JobState | None = None
    dataset_id: UUID | None = None
    queued_before: datetime | None = None
    queued_after: datetime | None = None


def job_page(which: JobFilter, *, cursor: str | None, limit: int) -> Select[Job]:
    """Newest first, `limit` + 1 jobs."""
    statement = select(Job)
    if which.state is not None:
        statement = statement.where(Job.state == which.state)
    if which.dataset_id is not None:
        statement = statement.where(Job.dataset_id == which.dataset_id)
    if which.queued_before is not None:
        statement = statement.where(Job.queued_at < which.queued_before)
    if which.queued_after is not None:
        statement = statement.where(Job.queued_at > which.queued_after)
    return newest_first(statement, Job.queued_at, Job.id, cursor=cursor, limit=limit)


def to_page(jobs: Sequence[Job], limit: int) -> Page[Job]:
    """The rows of `job_page` as a page."""
    return page_of(jobs, limit, [Cursor(job.queued_at, job.id) for job in jobs])


def active_of(dataset_id: UUID) -> Select[Job]:
    """The one job of the dataset that is queued, started or retrying."""
    return select(Job).where(Job.dataset_id == dataset_id, Job.state.in_(ACTIVE_JOB_STATES))


def latest_of(dataset_id: UUID) -> Select[Job]:
    """The newest job of the dataset."""
    return select(Job).where(Job.dataset_id == dataset_id).order_by(Job.queued_at.desc(), Job.id.desc()).limit(1)
