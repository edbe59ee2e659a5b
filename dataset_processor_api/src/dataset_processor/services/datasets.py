"""Datasets: upload, list, read."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from dataset_processor.core.errors import DatasetNotFound, StorageUnavailable
from dataset_processor.core.settings import Settings
from dataset_processor.db.models import ContentType, Dataset, DatasetStatus
from dataset_processor.db.queries import datasets as queries
from dataset_processor.db.queries.datasets import DatasetFilter, DatasetSummary
from dataset_processor.db.queries.paging import Page
from dataset_processor.observability.logging import get_logger
from dataset_processor.services.store_threads import in_store
from dataset_processor.storage.hashing import HashingSource
from dataset_processor.storage.keys import safe_filename, source_key
from dataset_processor.storage.store import ByteSource, ObjectStore, StoredObject

log = get_logger(__name__)


@dataclass(frozen=True)
class Upload:
    """A file as its sender describes it; `filename` is not trusted."""

    name: str
    filename: str
    content_type: ContentType
    body: ByteSource


async def upload(session: AsyncSession, store: ObjectStore, settings: Settings, new: Upload) -> tuple[Dataset, bool]:
    """Stores the body, then its row; returns the dataset and whether the same bytes were there already.

    The body is read once, in a thread. Of identical uploads at once one wins; the others' objects are deleted.
    """
    dataset_id = uuid4()
    suffix = "csv" if new.content_type is ContentType.CSV else "json"
    filename = safe_filename(new.filename, f"dataset.{suffix}")
    source = HashingSource(new.body, settings.max_upload_bytes)
    stored = await in_store(
        store.put, settings.s3_bucket_uploads, source_key(dataset_id, filename), source, new.content_type
    )
    row = {
        "id": dataset_id,
        "name": new.name,
        "original_filename": filename,
        "content_type": new.content_type,
        "status": DatasetStatus.UPLOADED,
        "checksum_sha256": source.checksum_sha256,
        "size_bytes": source.size_bytes,
        "upload_bucket": stored.bucket,
        "upload_key": stored.key,
        "upload_etag": stored.etag,
    }
    return await _save_or_find(session, store, stored, row)


async def _save_or_find(
    session: AsyncSession, store: ObjectStore, stored: StoredObject, row: dict[str, Any]
) -> tuple[Dataset, bool]:
    try:
        dataset, existed = await _insert_or_keep(session, row)
    except Exception:
        await _discard(store, stored)
        raise
    if existed:
        await _discard(store, stored)
        log.info("dataset.already_uploaded", dataset_id=str(dataset.id))
    else:
        log.info("dataset.uploaded", dataset_id=str(dataset.id), size_bytes=dataset.size_bytes)
    return dataset, existed


async def _insert_or_keep(session: AsyncSession, row: dict[str, Any]) -> tuple[Dataset, bool]:
    """The new dataset, or the one with the same bytes, which cannot be deleted before this transaction has ended.

    One that is deleted between the two statements makes the bytes new again; each round is another deletion.
    """
    while True:
        if created := await session.scalar(queries.insert_unless_stored(row)):
            return created, False
        if existing := await session.scalar(queries.by_checksum(row["checksum_sha256"])):
            return existing, True


async def find(session: AsyncSession, dataset_id: UUID) -> DatasetSummary:
    """One dataset; raises `DatasetNotFound`."""
    row = (await session.execute(queries.summary_by_id(dataset_id))).one_or_none()
    if row is None:
        raise DatasetNotFound
    return queries.to_summary(row)


async def list_page(
    session: AsyncSession, which: DatasetFilter, *, cursor: str | None, limit: int
) -> Page[DatasetSummary]:
    """Newest first."""
    rows = (await session.execute(queries.summary_page(which, cursor=cursor, limit=limit))).all()
    return queries.to_page(rows, limit)


async def _discard(store: ObjectStore, stored: StoredObject) -> None:
    """Best effort: what cannot be deleted now is an orphan: the log names it."""
    try:
        await in_store(store.delete, stored.bucket, stored.key)
    except StorageUnavailable:
        log.warning("storage.orphan_left", key=stored.key)
