"""Jobs: one request to process a dataset, however many attempts it takes."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, false, func, text
from sqlalchemy.orm import Mapped, mapped_column

from dataset_processor.db.base import Base
from dataset_processor.db.models.columns import UNKNOWN_PLACE, ErrorPlace, Timestamp, one_of
from dataset_processor.db.models.dataset import Dataset


class JobState(StrEnum):
    """Life of a job; the last two are final."""

    QUEUED = "queued"
    STARTED = "started"
    RETRYING = "retrying"
    SUCCESS = "success"
    FAILURE = "failure"


ACTIVE_JOB_STATES = (JobState.QUEUED, JobState.STARTED, JobState.RETRYING)
MAX_FAILURES = 3
WORKER_LOST = "The worker stopped without a word."
_ACTIVE = "state IN ('queued', 'started', 'retrying')"


class Job(Base):
    """At most one active job per dataset; `attempt` is the fencing token, it only grows."""

    __tablename__ = "jobs"
    __table_args__ = (
        one_of("state", JobState, "state"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress"),
        CheckConstraint("attempt >= 0", name="attempt"),
        CheckConstraint("failures >= 0", name="failures"),
        Index("uq_jobs_active_dataset", "dataset_id", unique=True, postgresql_where=text(_ACTIVE)),
        Index("ix_jobs_dataset_id", "dataset_id", text("queued_at DESC"), text("id DESC")),
        Index("ix_jobs_state", "state", text("queued_at DESC"), text("id DESC")),
        Index("ix_jobs_queued_at", text("queued_at DESC"), text("id DESC")),
        Index("ix_jobs_lease_expires_at", "lease_expires_at", postgresql_where=text("state = 'started'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey(Dataset.id, ondelete="CASCADE"))
    celery_task_id: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, server_default=JobState.QUEUED)
    progress: Mapped[int] = mapped_column(server_default="0")
    rows_done: Mapped[int | None] = mapped_column(BigInteger)
    bytes_done: Mapped[int | None] = mapped_column(BigInteger)
    queued_at: Mapped[Timestamp] = mapped_column(server_default=func.now())
    started_at: Mapped[Timestamp | None]
    finished_at: Mapped[Timestamp | None]
    error: Mapped[str | None] = mapped_column(Text)
    error_code: Mapped[str | None] = mapped_column(Text)
    error_row: Mapped[int | None] = mapped_column(BigInteger)
    error_byte_offset: Mapped[int | None] = mapped_column(BigInteger)
    attempt: Mapped[int] = mapped_column(server_default="0")
    failures: Mapped[int] = mapped_column(server_default="0")
    run_after: Mapped[Timestamp | None]
    lease_expires_at: Mapped[Timestamp | None]
    heartbeat_at: Mapped[Timestamp | None]
    worker_id: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[str | None] = mapped_column(Text)
    synthetic: Mapped[bool] = mapped_column(server_default=false())

    @classmethod
    def queue(cls, dataset: Dataset, request_id: str | None = None) -> "Job":
        """A new job; its ids are made here, so that a retried transaction finds its own row."""
        return cls(
            id=uuid4(),
            dataset_id=dataset.id,
            celery_task_id=str(uuid4()),
            request_id=request_id,
            state=JobState.QUEUED,
            progress=0,
        )

    @classmethod
    def finished(cls, dataset: Dataset, now: datetime) -> "Job":
        """A synthetic success for a dataset whose report outlived its jobs."""
        when = dataset.processed_at or now
        return cls(
            id=uuid4(),
            dataset_id=dataset.id,
            state=JobState.SUCCESS,
            progress=100,
            queued_at=when,
            started_at=when,
            finished_at=when,
            synthetic=True,
        )

    def succeed(self, rows: int, size_bytes: int, now: datetime) -> None:
        """The report is stored under this attempt."""
        self.state = JobState.SUCCESS
        self.progress = 100
        self.rows_done, self.bytes_done = rows, size_bytes
        self._describe(None, None, UNKNOWN_PLACE)
        self._end(now)

    def fail(self, error: str, code: str, now: datetime, place: ErrorPlace = UNKNOWN_PLACE) -> None:
        """No attempt will follow; `code` is stable, `error` a sentence."""
        self.state = JobState.FAILURE
        self._describe(error, code, place)
        self._end(now)

    @property
    def is_exhausted(self) -> bool:
        """No attempt is left."""
        return self.failures > MAX_FAILURES

    def describe_losses(self) -> str:
        """Why a job failed whose last attempt had no time to say so."""
        return f"Processing was broken off {self.failures} times: its worker stopped without a word each time."

    def await_retry(self, run_after: datetime, error: str | None, code: str | None) -> None:
        """This attempt is over; another may be claimed from `run_after` on."""
        self.state = JobState.RETRYING
        self._describe(error, code, UNKNOWN_PLACE)
        self.run_after = run_after
        self._drop_lease()

    def _describe(self, error: str | None, code: str | None, place: ErrorPlace) -> None:
        self.error, self.error_code = error, code
        self.error_row, self.error_byte_offset = place.row, place.byte_offset

    def _end(self, now: datetime) -> None:
        self.finished_at = now
        self.run_after = None
        self._drop_lease()

    def _drop_lease(self) -> None:
        self.lease_expires_at = None
        self.worker_id = None
