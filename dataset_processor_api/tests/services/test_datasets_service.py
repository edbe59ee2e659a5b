"""Uploading, listing and reading datasets, below HTTP."""

import asyncio
import hashlib
import io
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session
from tests.factories import EPOCH, add_dataset, add_job, add_report, minutes, unique_csv
from tests.services.conftest import Sessions

from dataset_processor.core.errors import DatasetNotFound, InvalidRequest, StorageUnavailable, UploadTooLarge
from dataset_processor.core.settings import MIB, Settings
from dataset_processor.db.models import ContentType, Dataset, DatasetStatus
from dataset_processor.db.queries.datasets import DatasetFilter
from dataset_processor.services import datasets
from dataset_processor.services.datasets import Upload
from dataset_processor.storage.hashing import HashingSource
from dataset_processor.storage.minio_store import MinioStore
from dataset_processor.storage.store import ByteSource
from local_stack.waiting import wait_until

pytestmark = pytest.mark.anyio


def new(body: bytes | ByteSource, **values: object) -> Upload:
    source = io.BytesIO(body) if isinstance(body, bytes) else body
    given = {"name": "orders", "filename": "orders.csv", "content_type": ContentType.CSV, "body": source, **values}
    return Upload(**given)  # type: ignore[arg-type]  # values of the test


def count_datasets(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Dataset)) or 0


async def test_an_upload_is_saved_when_the_caller_commits_and_not_before(
    sessions: Sessions, session: Session, store: MinioStore, settings: Settings
) -> None:
    body = unique_csv()
    async with sessions() as requests:
        dataset, existed = await datasets.upload(requests, store, settings, new(body))
        assert count_datasets(session) == 0
        await requests.commit()

    assert not existed
    assert count_datasets(session) == 1
    assert dataset.checksum_sha256 == hashlib.sha256(body).hexdigest()
    assert dataset.uploaded_at is not None


async def test_an_upload_that_is_rolled_back_can_be_sent_again(
    sessions: Sessions, session: Session, store: MinioStore, settings: Settings
) -> None:
    body = unique_csv()
    async with sessions() as requests:
        await datasets.upload(requests, store, settings, new(body))
        await requests.rollback()
    async with sessions() as requests, requests.begin():
        kept, existed = await datasets.upload(requests, store, settings, new(body))

    assert not existed
    assert session.scalars(select(Dataset.id)).all() == [kept.id]


async def wait_for_a_lock(engine: Engine) -> None:
    """Until a statement of the API waits for another transaction."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE application_name = 'dataset-processor-api' AND wait_event_type = 'Lock'"
    )

    def somebody_waits() -> bool:
        with engine.connect() as connection:
            return bool(connection.scalar(waiting))

    assert await asyncio.to_thread(wait_until, somebody_waits, 10)


async def test_the_later_of_two_uploads_waits_and_finds_the_one_that_commits(
    sessions: Sessions, engine: Engine, store: MinioStore, settings: Settings
) -> None:
    body = unique_csv()
    keys_before = set(store.keys("uploads"))

    async def upload_too() -> tuple[Dataset, bool]:
        async with sessions() as requests, requests.begin():
            return await datasets.upload(requests, store, settings, new(body, name="later"))

    async with sessions() as requests:
        first, _ = await datasets.upload(requests, store, settings, new(body, name="first"))
        later = asyncio.create_task(upload_too())
        await wait_for_a_lock(engine)
        await requests.commit()
    found, existed = await later

    assert existed
    assert (found.id, found.name) == (first.id, "first")
    assert set(store.keys("uploads")) - keys_before == {first.upload_key}


async def test_the_later_of_two_uploads_is_stored_when_the_first_rolls_back(
    sessions: Sessions, engine: Engine, store: MinioStore, settings: Settings
) -> None:
    body = unique_csv()

    async def upload_too() -> tuple[Dataset, bool]:
        async with sessions() as requests, requests.begin():
            return await datasets.upload(requests, store, settings, new(body, name="later"))

    async with sessions() as requests:
        await datasets.upload(requests, store, settings, new(body, name="first"))
        later = asyncio.create_task(upload_too())
        await wait_for_a_lock(engine)
        await requests.rollback()
    stored, existed = await later

    assert not existed
    assert stored.name == "later"
    assert store.read(stored.upload_bucket, stored.upload_key) == body


class FailingBody:
    """A body that ends with an error."""

    def __init__(self, body: bytes, error: Exception) -> None:
        self._body = io.BytesIO(body)
        self._error = error

    def read(self, size: int = -1, /) -> bytes:
        if data := self._body.read(size):
            return data
        raise self._error


@pytest.mark.parametrize("length", [10, 20 * MIB], ids=["within one part", "in the second part"])
async def test_a_body_that_breaks_off_leaves_neither_row_nor_object(
    sessions: Sessions, session: Session, store: MinioStore, settings: Settings, length: int
) -> None:
    keys_before = set(store.keys("uploads"))

    with pytest.raises(ZeroDivisionError):
        async with sessions() as requests, requests.begin():
            await datasets.upload(requests, store, settings, new(FailingBody(b"x" * length, ZeroDivisionError("body"))))

    assert count_datasets(session) == 0
    assert set(store.keys("uploads")) == keys_before


async def test_a_body_over_the_limit_leaves_neither_row_nor_object(
    sessions: Sessions, session: Session, store: MinioStore, settings: Settings
) -> None:
    keys_before = set(store.keys("uploads"))
    limited = settings.model_copy(update={"max_upload_bytes": 17 * MIB})

    with pytest.raises(UploadTooLarge):
        async with sessions() as requests, requests.begin():
            await datasets.upload(requests, store, limited, new(b"x" * (17 * MIB + 1)))

    assert count_datasets(session) == 0
    assert set(store.keys("uploads")) == keys_before


async def test_a_missing_bucket_is_a_storage_that_cannot_be_used(
    sessions: Sessions, store: MinioStore, settings: Settings
) -> None:
    elsewhere = settings.model_copy(update={"s3_bucket_uploads": "no-such-bucket"})

    async with sessions() as requests:
        with pytest.raises(StorageUnavailable):
            await datasets.upload(requests, store, elsewhere, new(unique_csv()))


async def test_a_dataset_is_found_with_its_newest_job_and_report(sessions: Sessions, session: Session) -> None:
    dataset = add_dataset(session)
    add_job(session, dataset, state="failure", queued_at=EPOCH)
    newest = add_job(session, dataset, state="success", queued_at=EPOCH + minutes(1))
    add_report(session, dataset)

    async with sessions() as requests:
        summary = await datasets.find(requests, dataset.id)

    assert summary.dataset.id == dataset.id
    assert summary.latest_job_id == newest.id
    assert summary.report_available


async def test_a_dataset_that_is_not_there_is_not_found(sessions: Sessions) -> None:
    async with sessions() as requests:
        with pytest.raises(DatasetNotFound):
            await datasets.find(requests, uuid4())


async def test_a_page_of_datasets_knows_the_next(sessions: Sessions, session: Session) -> None:
    for n in range(3):
        add_dataset(session, name=f"d{n}", status="done", uploaded_at=EPOCH + minutes(n))
    add_dataset(session, status="failed")
    which = DatasetFilter(status=DatasetStatus.DONE)

    async with sessions() as requests:
        first = await datasets.list_page(requests, which, cursor=None, limit=2)
        second = await datasets.list_page(requests, which, cursor=first.next_cursor, limit=2)

    assert [summary.dataset.name for summary in first.rows] == ["d2", "d1"]
    assert first.has_more
    assert [summary.dataset.name for summary in second.rows] == ["d0"]
    assert (second.has_more, second.next_cursor) == (False, None)


async def test_a_broken_cursor_is_an_invalid_request(sessions: Sessions) -> None:
    async with sessions() as requests:
        with pytest.raises(InvalidRequest):
            await datasets.list_page(requests, DatasetFilter(), cursor="broken", limit=2)


@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_a_source_counts_and_hashes_what_passes_through_it(chunk: int) -> None:
    body = unique_csv(20)
    source = HashingSource(io.BytesIO(body), len(body))

    passed = b"".join(iter(lambda: source.read(chunk), b""))

    assert passed == body
    assert source.size_bytes == len(body)
    assert source.checksum_sha256 == hashlib.sha256(body).hexdigest()


def test_a_source_stops_at_the_first_byte_over_its_limit() -> None:
    source = HashingSource(io.BytesIO(b"x" * 100), 10)

    assert source.read(10) == b"x" * 10
    with pytest.raises(UploadTooLarge, match="10 bytes"):
        source.read(1)
