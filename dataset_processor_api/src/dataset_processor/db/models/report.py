"""Reports: where a dataset's report is stored."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, func
from sqlalchemy.orm import Mapped, mapped_column

from dataset_processor.db.base import Base
from dataset_processor.db.models.columns import Timestamp
from dataset_processor.db.models.dataset import Dataset


class Report(Base):
    """One per dataset; the object is read from this bucket and key, never from a rebuilt key."""

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_created_at", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dataset_id: Mapped[UUID] = mapped_column(ForeignKey(Dataset.id, ondelete="CASCADE"), unique=True)
    created_at: Mapped[Timestamp] = mapped_column(server_default=func.now())
    report_bucket: Mapped[str] = mapped_column(Text)
    report_key: Mapped[str] = mapped_column(Text)
    report_etag: Mapped[str | None] = mapped_column(Text)
