"""Bodies about jobs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from dataset_processor.api.schemas.fields import Body, ErrorByteOffset, ErrorRow
from dataset_processor.db.models import Job, JobState
from dataset_processor.db.queries.jobs import JobSummary
from dataset_processor.db.queries.paging import Page

Progress = Annotated[
    int, Field(ge=0, le=100, description="5 started, 25 parsed, 60 statistics, 85 anomalies, 100 done.")
]


class JobEnqueuePublic(Body):
    """The job to follow after processing was requested."""

    job_id: UUID
    dataset_id: UUID
    state: JobState
    progress: Progress

    @classmethod
    def of(cls, job: Job) -> "JobEnqueuePublic":
        """The body for a job."""
        return cls(job_id=job.id, dataset_id=job.dataset_id, state=JobState(job.state), progress=job.progress)


class JobPublic(Body):
    """One request to process a dataset, however many attempts it takes."""

    id: UUID
    dataset_id: UUID
    dataset_name: str
    state: JobState
    progress: Progress
    error: str | None = Field(description="The cause of the last failed attempt; null after success.")
    error_code: str | None = Field(description="The same cause for machines.")
    error_row: ErrorRow
    error_byte_offset: ErrorByteOffset
    attempt: int = Field(description="Attempts begun so far.")
    rows_done: int | None = Field(description="Rows read by the present attempt; null before the first.")
    bytes_done: int | None = Field(description="Bytes of the file read by the present attempt; null before the first.")
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, summary: JobSummary) -> "JobPublic":
        """The body for a summary."""
        job = summary.job
        return cls(
            id=job.id,
            dataset_id=job.dataset_id,
            dataset_name=summary.dataset_name,
            state=JobState(job.state),
            progress=job.progress,
            error=job.error,
            error_code=job.error_code,
            error_row=job.error_row,
            error_byte_offset=job.error_byte_offset,
            attempt=job.attempt,
            rows_done=job.rows_done,
            bytes_done=job.bytes_done,
            queued_at=job.queued_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
        )


class JobCounts(Body):
    """How many jobs are in each state."""

    queued: int
    started: int
    retrying: int
    success: int
    failure: int


class JobList(Body):
    """A page of jobs, newest first."""

    jobs: list[JobPublic]
    next_cursor: str | None
    has_more: bool

    @classmethod
    def of(cls, page: Page[JobSummary]) -> "JobList":
        """The body for a page."""
        rows = [JobPublic.of(summary) for summary in page.rows]
        return cls(jobs=rows, next_cursor=page.next_cursor, has_more=page.has_more)
