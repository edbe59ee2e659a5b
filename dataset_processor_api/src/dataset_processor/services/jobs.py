"""Jobs: request processing, list, count, read."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from dataset_processor.core.errors import DatasetNotFound, JobNotFound
from dataset_processor.db.models import Dataset, DatasetStatus, Job, JobState, Report
from dataset_processor.db.queries import datasets as dataset_queries
from dataset_processor.db.queries import jobs as queries
from dataset_processor.db.queries import outbox, queue_stats
from dataset_processor.db.queries.jobs import JobFilter, JobSummary
from dataset_processor.db.queries.paging import Page
from dataset_processor.observability.logging import get_logger
from dataset_processor.outbox.record import doorbell, staged

log = get_logger(__name__)


async def request_processing(session: AsyncSession, dataset_id: UUID, request_id: str | None) -> Job:
    """The dataset's active job, else its finished one, else a new one.

    Job and message are saved together or not at all. The dataset's row lock makes concurrent requests one.
    """
    dataset = await session.scalar(dataset_queries.locked(dataset_id))
    if dataset is None:
        raise DatasetNotFound
    if job := await session.scalar(queries.active_of(dataset_id)):
        return job
    if job := await _finished_job(session, dataset):
        return job
    job = Job.queue(dataset, request_id)
    session.add(job)
    await session.flush()
    await session.execute(staged(doorbell(job)))
    await session.execute(outbox.wake())
    log.info("job.queued", job_id=str(job.id), dataset_id=str(dataset_id))
    return job


async def _finished_job(session: AsyncSession, dataset: Dataset) -> Job | None:
    """The newest job of a dataset that is done; where its jobs are gone, a synthetic success, saved."""
    if dataset.status != DatasetStatus.DONE:
        return None
    if await session.scalar(select(Report.id).where(Report.dataset_id == dataset.id)) is None:
        return None
    if job := await session.scalar(queries.latest_of(dataset.id)):
        return job
    job = Job.finished(dataset, (await session.scalars(select(func.now()))).one())
    session.add(job)
    await session.flush()
    return job


async def find(session: AsyncSession, job_id: UUID) -> JobSummary:
    """One job; raises `JobNotFound`."""
    row = (await session.execute(queries.summary_by_id(job_id))).one_or_none()
    if row is None:
        raise JobNotFound
    return queries.to_summary(row)


async def list_page(session: AsyncSession, which: JobFilter, *, cursor: str | None, limit: int) -> Page[JobSummary]:
    """Newest first."""
    rows = (await session.execute(queries.summary_page(which, cursor=cursor, limit=limit))).all()
    return queries.to_page(rows, limit)


async def counts(session: AsyncSession, dataset_id: UUID | None = None) -> Mapping[str, int]:
    """Jobs by state, those of one dataset or all, in one moment; every state is present."""
    found = await session.execute(queue_stats.jobs_by_state(dataset_id))
    return {state.value: 0 for state in JobState} | dict(found.all())
