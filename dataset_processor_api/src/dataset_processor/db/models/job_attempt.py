"""Attempts: one row for every claim of a job, closed by whoever ends it."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from dataset_processor.db.base import Base
from dataset_processor.db.models.columns import Timestamp, one_of
from dataset_processor.db.models.job import Job


class AttemptOutcome(StrEnum):
    """How an attempt ended: `lost` = its lease ran out, `released` = its worker was asked to stop."""

    SUCCESS = "success"
    FAILURE = "failure"
    RETRY = "retry"
    RELEASED = "released"
    LOST = "lost"


class JobAttempt(Base):
    """Primary key (job, attempt): a token is given out once."""

    __tablename__ = "job_attempts"
    __table_args__ = (one_of("outcome", AttemptOutcome, "outcome"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey(Job.id, ondelete="CASCADE"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    worker_id: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[Timestamp] = mapped_column(server_default=func.now())
    ended_at: Mapped[Timestamp | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
