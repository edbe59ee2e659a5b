"""Bodies about datasets."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from dataset_processor.api.schemas.fields import Body, ErrorByteOffset, ErrorRow
from dataset_processor.db.models import Dataset, DatasetStatus
from dataset_processor.db.queries.datasets import DatasetSummary
from dataset_processor.db.queries.paging import Page


class DatasetUploadPublic(Body):
    """The answer to an upload; the same bytes again give the dataset that is there already."""

    id: UUID
    name: str
    status: DatasetStatus
    checksum_sha256: str = Field(description="Hexadecimal SHA-256 of the file.")
    size_bytes: int
    uploaded_at: datetime
    already_existed: bool = Field(description="Whether these bytes had been uploaded before.")

    @classmethod
    def of(cls, dataset: Dataset, *, already_existed: bool) -> "DatasetUploadPublic":
        """The body for a stored dataset."""
        return cls(
            id=dataset.id,
            name=dataset.name,
            status=DatasetStatus(dataset.status),
            checksum_sha256=dataset.checksum_sha256,
            size_bytes=dataset.size_bytes,
            uploaded_at=dataset.uploaded_at,
            already_existed=already_existed,
        )


class DatasetPublic(Body):
    """A dataset, how far it has come, and where to look next."""

    id: UUID
    name: str
    status: DatasetStatus
    row_count: int | None = Field(description="Data rows, once the report is there.")
    latest_job_id: UUID | None
    report_available: bool
    error: str | None = Field(description="Why processing failed, in words for the dataset's owner.")
    error_code: str | None = Field(description="The same cause for machines.")
    error_row: ErrorRow
    error_byte_offset: ErrorByteOffset
    original_filename: str
    content_type: str
    size_bytes: int
    uploaded_at: datetime
    processed_at: datetime | None

    @classmethod
    def of(cls, summary: DatasetSummary) -> "DatasetPublic":
        """The body for a summary."""
        dataset = summary.dataset
        return cls(
            id=dataset.id,
            name=dataset.name,
            status=DatasetStatus(dataset.status),
            row_count=dataset.row_count,
            latest_job_id=summary.latest_job_id,
            report_available=summary.report_available,
            error=dataset.error,
            error_code=dataset.error_code,
            error_row=dataset.error_row,
            error_byte_offset=dataset.error_byte_offset,
            original_filename=dataset.original_filename,
            content_type=dataset.content_type,
            size_bytes=dataset.size_bytes,
            uploaded_at=dataset.uploaded_at,
            processed_at=dataset.processed_at,
        )


class DatasetList(Body):
    """A page of datasets, newest first."""

    datasets: list[DatasetPublic]
    next_cursor: str | None
    has_more: bool

    @classmethod
    def of(cls, page: Page[DatasetSummary]) -> "DatasetList":
        """The body for a page."""
        rows = [DatasetPublic.of(summary) for summary in page.rows]
        return cls(datasets=rows, next_cursor=page.next_cursor, has_more=page.has_more)
