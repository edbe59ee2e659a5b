"""Jobs over HTTP: list, count and read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from dataset_processor.api.dependencies import SessionDep
from dataset_processor.api.schemas.errors import answers
from dataset_processor.api.schemas.fields import CursorParam, Limit, Moment
from dataset_processor.api.schemas.jobs import JobCounts, JobList, JobPublic
from dataset_processor.db.models import JobState
from dataset_processor.db.queries.jobs import JobFilter
from dataset_processor.services import jobs

router = APIRouter(prefix="/jobs", tags=["jobs"])


def job_filter(
    state: JobState | None = None,
    dataset_id: UUID | None = None,
    queued_before: Moment | None = None,
    queued_after: Moment | None = None,
) -> JobFilter:
    """Times without an offset are UTC."""
    return JobFilter(state, dataset_id, queued_before, queued_after)


@router.get("", responses=answers(422, 503))
async def list_jobs(
    session: SessionDep,
    which: Annotated[JobFilter, Depends(job_filter)],
    limit: Limit = 50,
    cursor: CursorParam = None,
) -> JobList:
    """Jobs, newest first."""
    return JobList.of(await jobs.list_page(session, which, cursor=cursor, limit=limit))


@router.get("/counts", responses=answers(422, 503))
async def count_jobs(session: SessionDep, dataset_id: UUID | None = None) -> JobCounts:
    """How many jobs are in each state, of all datasets or of one."""
    return JobCounts.model_validate(await jobs.counts(session, dataset_id))


@router.get("/{job_id}", responses=answers(404, 422, 503))
async def read_job(job_id: UUID, session: SessionDep) -> JobPublic:
    """One job; its progress never goes backwards within an attempt."""
    return JobPublic.of(await jobs.find(session, job_id))
