"""Reports: the stored object of a dataset."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dataset_processor.core.errors import DatasetNotFound, ReportNotReady, ReportUnreadable, StorageUnavailable
from dataset_processor.db.models import Dataset, Report
from dataset_processor.observability.logging import get_logger
from dataset_processor.services.store_threads import in_store
from dataset_processor.storage.store import ObjectStore

log = get_logger(__name__)


async def locate(session: AsyncSession, dataset_id: UUID) -> Report:
    """The report's row; raises `DatasetNotFound` or `ReportNotReady`."""
    report = await session.scalar(select(Report).where(Report.dataset_id == dataset_id))
    if report is not None:
        return report
    if await session.get(Dataset, dataset_id) is None:
        raise DatasetNotFound
    raise ReportNotReady


async def read(store: ObjectStore, report: Report) -> bytes:
    """The object's bytes, from the bucket and key in its row; raises `ReportUnreadable`."""
    try:
        return await in_store(store.read, report.report_bucket, report.report_key)
    except StorageUnavailable as error:
        log.warning("report.unreadable", dataset_id=str(report.dataset_id))
        raise ReportUnreadable from error
