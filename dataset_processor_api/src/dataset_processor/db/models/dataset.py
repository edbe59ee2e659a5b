"""Datasets: what was uploaded, where its bytes are, and how far it has come."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

from dataset_processor.db.base import Base
from dataset_processor.db.models.columns import UNKNOWN_PLACE, ErrorPlace, Timestamp, one_of


class DatasetStatus(StrEnum):
    """Life of a dataset; queueing a job changes nothing, a worker's claim does."""

    UPLOADED = "uploaded"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"


class ContentType(StrEnum):
    """Media types that are accepted, without parameters."""

    CSV = "text/csv"
    JSON = "application/json"


class Dataset(Base):
    """One row per distinct content: the checksum is unique."""

    __tablename__ = "datasets"
    __table_args__ = (
        one_of("status", DatasetStatus, "status"),
        CheckConstraint("size_bytes >= 0", name="size_bytes"),
        Index("ix_datasets_status", "status", text("uploaded_at DESC"), text("id DESC")),
        Index("ix_datasets_uploaded_at", text("uploaded_at DESC"), text("id DESC")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    original_filename: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, server_default=DatasetStatus.UPLOADED)
    checksum_sha256: Mapped[str] = mapped_column(Text, unique=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    uploaded_at: Mapped[Timestamp] = mapped_column(server_default=func.now())
    processed_at: Mapped[Timestamp | None]
    row_count: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None] = mapped_column(Text)
    error_code: Mapped[str | None] = mapped_column(Text)
    error_row: Mapped[int | None] = mapped_column(BigInteger)
    error_byte_offset: Mapped[int | None] = mapped_column(BigInteger)
    upload_bucket: Mapped[str] = mapped_column(Text)
    upload_key: Mapped[str] = mapped_column(Text)
    upload_etag: Mapped[str | None] = mapped_column(Text)

    def begin_processing(self) -> None:
        """A worker has claimed a job of this dataset; the last error no longer describes it."""
        self.status = DatasetStatus.PROCESSING
        self._describe(None, None, UNKNOWN_PLACE)

    def complete(self, row_count: int, now: datetime) -> None:
        """The report is stored."""
        self.status = DatasetStatus.DONE
        self.row_count = row_count
        self.processed_at = now
        self._describe(None, None, UNKNOWN_PLACE)

    def fail(self, error: str, code: str, now: datetime, place: ErrorPlace = UNKNOWN_PLACE) -> None:
        """The last attempt has failed for good; `error` is a sentence for the dataset's owner, `code` is stable."""
        self.status = DatasetStatus.FAILED
        self._describe(error, code, place)
        self.processed_at = now

    def _describe(self, error: str | None, code: str | None, place: ErrorPlace) -> None:
        self.error, self.error_code = error, code
        self.error_row, self.error_byte_offset = place.row, place.byte_offset
