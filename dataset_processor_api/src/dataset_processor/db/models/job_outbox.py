"""The outbox: messages saved with the change that causes them, handed to the broker afterwards."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from dataset_processor.db.base import Base
from dataset_processor.db.models.columns import Timestamp, one_of
from dataset_processor.db.models.job import Job


class OutboxStatus(StrEnum):
    """`dead` = publishing was given up."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class OutboxMessage(Base):
    """At most one pending message per job, due at `next_attempt_at`."""

    __tablename__ = "job_outbox"
    __table_args__ = (
        one_of("status", OutboxStatus, "status"),
        Index("ix_job_outbox_job_id", "job_id"),
        Index("uq_job_outbox_pending_job", "job_id", unique=True, postgresql_where=text("status = 'pending'")),
        Index("ix_job_outbox_due", "next_attempt_at", "id", postgresql_where=text("status = 'pending'")),
        {
            "postgresql_with": {
                "fillfactor": "50",
                "autovacuum_vacuum_scale_factor": "0.02",
                "autovacuum_vacuum_cost_delay": "0",
            }
        },
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    job_id: Mapped[UUID] = mapped_column(ForeignKey(Job.id, ondelete="CASCADE"))
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    status: Mapped[str] = mapped_column(Text, server_default=OutboxStatus.PENDING)
    attempt_count: Mapped[int] = mapped_column(server_default="0")
    next_attempt_at: Mapped[Timestamp] = mapped_column(server_default=func.now())
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[Timestamp] = mapped_column(server_default=func.now())
    updated_at: Mapped[Timestamp] = mapped_column(server_default=func.now(), onupdate=func.now())
    delivered_at: Mapped[Timestamp | None]
