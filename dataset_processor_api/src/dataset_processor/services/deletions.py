"""Deletions: a dataset's rows in the caller's transaction, its objects once that is committed."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dataset_processor.core.errors import DatasetBusy, DatasetNotFound
from dataset_processor.db.models import Report
from dataset_processor.db.queries import datasets as queries
from dataset_processor.db.queries import jobs as job_queries
from dataset_processor.observability.logging import get_logger
from dataset_processor.services.store_threads import in_store
from dataset_processor.storage.store import ObjectStore

log = get_logger(__name__)


@dataclass(frozen=True)
class LeftObject:
    """An object to which no row points once the deletion is committed."""

    dataset_id: UUID
    bucket: str
    key: str


async def delete_rows(session: AsyncSession, dataset_id: UUID) -> list[LeftObject]:
    """Deletes the dataset and all that refers to it; raises `DatasetNotFound` or `DatasetBusy`.

    The row lock orders it with requests for processing: either this transaction finds their job, or they find no
    dataset. A worker claims active jobs alone, and without one there is nothing to claim.
    """
    dataset = await session.scalar(queries.locked(dataset_id))
    if dataset is None:
        raise DatasetNotFound
    if await session.scalar(job_queries.active_of(dataset_id)) is not None:
        raise DatasetBusy
    left = [LeftObject(dataset_id, dataset.upload_bucket, dataset.upload_key)]
    reports = await session.scalars(select(Report).where(Report.dataset_id == dataset_id))
    left += [LeftObject(dataset_id, report.report_bucket, report.report_key) for report in reports]
    await session.execute(queries.removal(dataset_id))
    return left


async def remove_objects(store: ObjectStore, left: list[LeftObject]) -> None:
    """Never fails: an object that cannot be removed now is an orphan, which maintenance sweeps."""
    await asyncio.gather(*(_remove(store, one) for one in left))
    log.info("dataset.deleted", dataset_id=str(left[0].dataset_id))


async def _remove(store: ObjectStore, one: LeftObject) -> None:
    try:
        await in_store(store.delete, one.bucket, one.key)
    except Exception as error:  # noqa: BLE001  # the dataset is gone, whatever becomes of its bytes
        names = {"dataset_id": str(one.dataset_id), "bucket": one.bucket, "key": one.key}
        log.warning("storage.orphan_left", error=type(error).__name__, **names)
