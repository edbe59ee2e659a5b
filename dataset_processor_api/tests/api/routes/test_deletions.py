"""Deleting a dataset: all of it or nothing, never beside a job."""

import asyncio
from collections.abc import Awaitable
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from tests.api.conftest import ClientFactory
from tests.api.faults import UndeletingStore
from tests.api.forms import upload
from tests.core.captured_logs import CapturedLogs
from tests.factories import add_dataset, add_job, add_report, add_stored_dataset, unique_csv

from dataset_processor.core.settings import Settings
from dataset_processor.db.models import Dataset, Job, JobAttempt, OutboxMessage, Report
from dataset_processor.db.queries import datasets as dataset_queries
from dataset_processor.outbox.record import doorbell, staged
from dataset_processor.storage.keys import report_key
from dataset_processor.storage.minio_store import MinioStore
from local_stack.ports import pick_free
from local_stack.waiting import wait_until

pytestmark = pytest.mark.anyio

BUSY = {"detail": "The dataset has a job that has not ended; delete it when that job has."}
TABLES = (Dataset, Job, JobAttempt, OutboxMessage, Report)


async def delete(client: httpx.AsyncClient, dataset_id: object) -> httpx.Response:
    return await client.delete(f"/datasets/{dataset_id}")


def rows(session: Session) -> int:
    """Of all tables."""
    session.rollback()
    return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES)


def complete_dataset(session: Session, store: MinioStore) -> Dataset:
    """One with a row in every table and both objects."""
    dataset = add_stored_dataset(session, store, unique_csv(), status="done")
    job = add_job(session, dataset, state="success")
    add_job(session, dataset, state="failure")
    session.add(JobAttempt(job_id=job.id, attempt=1))
    session.execute(staged(doorbell(job)))
    add_report(session, dataset)
    store.put_bytes("reports", report_key(dataset.id), b"{}", "application/json")
    return dataset


def objects_of(store: MinioStore, dataset_id: UUID) -> list[str]:
    return [key for bucket in ("uploads", "reports") for key in store.keys(bucket) if str(dataset_id) in key]


async def test_all_of_a_dataset_goes_and_nothing_of_others(
    client: httpx.AsyncClient, session: Session, store: MinioStore, logs: CapturedLogs
) -> None:
    deleted, other = complete_dataset(session, store).id, complete_dataset(session, store).id
    before = rows(session)

    response = await delete(client, deleted)

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["X-Request-ID"]
    assert rows(session) == before / 2
    assert objects_of(store, deleted) == []
    assert len(objects_of(store, other)) == 2
    for path in (f"/datasets/{deleted}", f"/datasets/{deleted}/report", f"/datasets/{deleted}/source"):
        assert (await client.get(path)).status_code == 404
    assert (await client.get(f"/datasets/{other}")).status_code == 200
    assert [event["dataset_id"] for event in logs.named("dataset.deleted")] == [str(deleted)]


async def test_deleting_again_and_what_never_was_is_not_found(client: httpx.AsyncClient, session: Session) -> None:
    dataset = add_dataset(session)

    assert (await delete(client, dataset.id)).status_code == 204
    for dataset_id in (dataset.id, uuid4()):
        response = await delete(client, dataset_id)
        assert (response.status_code, response.json()) == (404, {"detail": "Dataset not found."})
    assert (await delete(client, "x")).status_code == 422


@pytest.mark.parametrize("state", ["queued", "started", "retrying"])
async def test_a_dataset_with_an_active_job_stays(
    client: httpx.AsyncClient, session: Session, store: MinioStore, state: str
) -> None:
    dataset = complete_dataset(session, store)
    add_job(session, dataset, state=state)
    before = rows(session)

    response = await delete(client, dataset.id)

    assert (response.status_code, response.json()) == (409, BUSY)
    assert rows(session) == before
    assert len(objects_of(store, dataset.id)) == 2


async def test_objects_are_those_of_the_rows(client: httpx.AsyncClient, session: Session, store: MinioStore) -> None:
    place = f"elsewhere/{uuid4()}"
    dataset = add_dataset(session, upload_bucket="reports", upload_key=place)
    store.put_bytes("reports", place, b"1", "text/csv")

    assert (await delete(client, dataset.id)).status_code == 204
    assert list(store.keys("reports", place)) == []


@pytest.mark.parametrize("bucket", ["uploads", "no-such-bucket", "x"])
async def test_objects_that_are_gone_already_are_no_fault(
    client: httpx.AsyncClient, session: Session, bucket: str
) -> None:
    assert (await delete(client, add_dataset(session, upload_bucket=bucket).id)).status_code == 204


async def test_objects_that_cannot_be_removed_are_named_in_the_log(
    client_of: ClientFactory, session: Session, store: MinioStore, settings: Settings, logs: CapturedLogs
) -> None:
    dataset_id = complete_dataset(session, store).id

    response = await delete(client_of(UndeletingStore(settings)), dataset_id)

    assert response.status_code == 204
    assert rows(session) == 0
    left = logs.named("storage.orphan_left")
    assert {(event["dataset_id"], event["bucket"]) for event in left} == {
        (str(dataset_id), "uploads"),
        (str(dataset_id), "reports"),
    }
    assert sorted(event["key"] for event in left) == sorted(objects_of(store, dataset_id))


async def test_without_the_storage_a_dataset_can_be_deleted_and_without_the_database_not(
    client_of: ClientFactory, session: Session
) -> None:
    dataset = add_dataset(session)

    assert (await delete(client_of(postgres_port=pick_free()), dataset.id)).status_code == 503
    assert rows(session) == 1
    assert (await delete(client_of(s3_port=pick_free()), dataset.id)).status_code == 204


async def test_the_bytes_of_a_deleted_dataset_are_new_again(client: httpx.AsyncClient, store: MinioStore) -> None:
    body = unique_csv()
    first = (await upload(client, body)).json()
    await delete(client, first["id"])

    again = (await upload(client, body)).json()

    assert again["already_existed"] is False
    assert again["id"] != first["id"]
    assert (await client.get(f"/datasets/{again['id']}/source")).content == body
    assert objects_of(store, UUID(first["id"])) == []


async def until_somebody_waits(engine: Engine) -> None:
    """Until a statement of the API waits for another transaction."""
    waiting = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE application_name = 'dataset-processor-api' AND wait_event_type = 'Lock'"
    )

    def somebody_waits() -> bool:
        with engine.connect() as connection:
            return bool(connection.exec_driver_sql(waiting).scalar())

    assert await asyncio.to_thread(wait_until, somebody_waits, 10)


async def waiting_for(engine: Engine, session: Session, call: Awaitable[httpx.Response]) -> httpx.Response:
    """The call's answer; it has to wait for the transaction of `session`, which is then committed."""
    task = asyncio.ensure_future(call)
    await until_somebody_waits(engine)
    session.commit()
    return await task


async def test_processing_that_waits_for_a_deletion_finds_no_dataset(
    client: httpx.AsyncClient, session: Session, engine: Engine
) -> None:
    dataset = add_dataset(session)
    session.scalar(dataset_queries.locked(dataset.id))
    session.execute(dataset_queries.removal(dataset.id))

    response = await waiting_for(engine, session, client.post(f"/datasets/{dataset.id}/process"))

    assert (response.status_code, response.json()) == (404, {"detail": "Dataset not found."})
    assert rows(session) == 0


async def test_a_deletion_that_waits_for_a_new_job_finds_it(
    client: httpx.AsyncClient, session: Session, engine: Engine
) -> None:
    dataset = add_dataset(session)
    session.scalar(dataset_queries.locked(dataset.id))
    session.add(Job(id=uuid4(), dataset_id=dataset.id, state="queued"))
    session.flush()

    response = await waiting_for(engine, session, delete(client, dataset.id))

    assert (response.status_code, response.json()) == (409, BUSY)
    assert rows(session) == 2


async def test_a_deletion_that_waits_for_a_finishing_job_takes_its_report_along(
    client: httpx.AsyncClient, session: Session, engine: Engine, store: MinioStore
) -> None:
    dataset = add_stored_dataset(session, store, unique_csv(), status="processing")
    dataset_id, job = dataset.id, add_job(session, dataset, state="started")
    store.put_bytes("reports", report_key(dataset_id), b"{}", "application/json")
    job.state, dataset.status = "success", "done"
    session.add(Report(id=uuid4(), dataset_id=dataset_id, report_bucket="reports", report_key=report_key(dataset_id)))
    session.flush()

    response = await waiting_for(engine, session, delete(client, dataset_id))

    assert response.status_code == 204
    assert rows(session) == 0
    assert objects_of(store, dataset_id) == []


async def test_an_upload_that_waits_for_a_deletion_is_a_new_dataset(
    client: httpx.AsyncClient, session: Session, engine: Engine, store: MinioStore
) -> None:
    body = unique_csv()
    dataset = add_stored_dataset(session, store, body)
    session.scalar(dataset_queries.locked(dataset.id))
    session.execute(dataset_queries.removal(dataset.id))

    response = await waiting_for(engine, session, upload(client, body))

    assert response.status_code == 201
    assert response.json()["already_existed"] is False
    assert (await client.get(f"/datasets/{response.json()['id']}/source")).content == body


async def test_an_upload_that_finds_a_dataset_about_to_be_deleted_waits_and_is_a_new_one(
    client: httpx.AsyncClient, session: Session, engine: Engine, store: MinioStore
) -> None:
    """The row is locked and still there: the upload has its conflict, and its dataset is gone when it looks."""
    body = unique_csv()
    dataset = add_stored_dataset(session, store, body)
    session.scalar(dataset_queries.locked(dataset.id))

    uploading = asyncio.ensure_future(upload(client, body))
    await until_somebody_waits(engine)
    session.execute(dataset_queries.removal(dataset.id))
    session.commit()
    response = await uploading

    assert response.status_code == 201
    assert response.json()["already_existed"] is False
    assert response.json()["id"] != str(dataset.id)
    assert (await client.get(f"/datasets/{response.json()['id']}/source")).content == body


async def test_deletions_uploads_and_requests_at_once_end_in_one_sane_state(
    client: httpx.AsyncClient, session: Session, store: MinioStore
) -> None:
    for _ in range(5):
        body = unique_csv()
        dataset_id = (await upload(client, body)).json()["id"]
        calls = [call for _ in range(3) for call in (delete(client, dataset_id), upload(client, body))]
        calls += [client.post(f"/datasets/{dataset_id}/process") for _ in range(2)]

        answers = await asyncio.gather(*calls)

        statuses = [response.status_code for response in answers]
        assert set(statuses) <= {201, 202, 204, 404, 409}
        assert not {202, 204} <= set(statuses)
        session.rollback()
        left = session.scalars(select(Dataset).execution_options(populate_existing=True)).all()
        assert len(left) <= 1
        for dataset in left:
            assert store.read(dataset.upload_bucket, dataset.upload_key) == body
        assert 204 in statuses or [str(dataset.id) for dataset in left] == [dataset_id]
        jobs = session.scalars(select(Job.dataset_id)).all()
        assert list(jobs) == ([UUID(dataset_id)] if 202 in statuses else [])
        for dataset in left:
            session.execute(dataset_queries.removal(dataset.id))
        session.commit()
