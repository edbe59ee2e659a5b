"""Uploading a file and reading the dataset it became."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from tests.api.conftest import ClientFactory
from tests.api.faults import UndeletingStore, refused_rows
from tests.api.forms import upload
from tests.factories import EPOCH, add_dataset, add_job, add_report, minutes, unique_csv

from dataset_processor.core.settings import MIB, Settings
from dataset_processor.db.models import Dataset
from dataset_processor.storage.minio_store import MinioStore

pytestmark = pytest.mark.anyio


def only_dataset(session: Session) -> Dataset:
    session.rollback()
    return session.scalars(select(Dataset).execution_options(populate_existing=True)).one()


async def test_an_upload_answers_with_what_was_stored(client: httpx.AsyncClient) -> None:
    body = unique_csv()

    response = await upload(client, body, name="orders of may")

    assert response.status_code == 201
    answer = response.json()
    uploaded_at = datetime.fromisoformat(answer.pop("uploaded_at"))
    assert abs(datetime.now(UTC) - uploaded_at) < timedelta(minutes=1)
    assert answer == {
        "id": answer["id"],
        "name": "orders of may",
        "status": "uploaded",
        "checksum_sha256": hashlib.sha256(body).hexdigest(),
        "size_bytes": len(body),
        "already_existed": False,
    }


async def test_the_row_says_where_the_bytes_are(
    client: httpx.AsyncClient, session: Session, store: MinioStore, settings: Settings
) -> None:
    body = unique_csv()

    answer = (await upload(client, body, name="orders", filename="May (1).csv")).json()

    dataset = only_dataset(session)
    assert str(dataset.id) == answer["id"]
    assert dataset.name == "orders"
    assert dataset.original_filename == "May (1).csv"
    assert dataset.content_type == "text/csv"
    assert dataset.status == "uploaded"
    assert dataset.checksum_sha256 == hashlib.sha256(body).hexdigest()
    assert dataset.size_bytes == len(body)
    assert (dataset.processed_at, dataset.row_count, dataset.error) == (None, None, None)
    assert dataset.upload_bucket == settings.s3_bucket_uploads
    assert dataset.upload_key == f"datasets/{dataset.id}/source/May (1).csv"
    assert store.read(dataset.upload_bucket, dataset.upload_key) == body
    assert store.stat(dataset.upload_bucket, dataset.upload_key).etag == dataset.upload_etag


@pytest.mark.parametrize("size", [0, 1, MIB, MIB + 1, 16 * MIB, 16 * MIB + 1, 33 * MIB])
async def test_the_object_holds_the_very_bytes_of_the_file(
    client: httpx.AsyncClient, session: Session, store: MinioStore, size: int
) -> None:
    body = (uuid4().bytes * (size // 16 + 1))[:size]

    response = await upload(client, body, content_type="application/json")

    assert response.status_code == 201
    assert response.json()["size_bytes"] == size
    assert response.json()["checksum_sha256"] == hashlib.sha256(body).hexdigest()
    dataset = only_dataset(session)
    assert store.read(dataset.upload_bucket, dataset.upload_key) == body


async def test_an_upload_alone_queues_nothing(client: httpx.AsyncClient) -> None:
    await upload(client)

    assert (await client.get("/jobs")).json()["jobs"] == []


async def test_the_same_bytes_again_are_the_dataset_that_is_there(
    client: httpx.AsyncClient, session: Session, store: MinioStore
) -> None:
    body = unique_csv()
    first = (await upload(client, body, name="orders", filename="orders.csv")).json()
    keys = set(store.keys("uploads"))

    response = await upload(client, body, name="another name", filename="another.json", content_type="application/json")

    assert response.status_code == 201
    assert response.json() == {**first, "already_existed": True}
    dataset = only_dataset(session)
    assert (dataset.name, dataset.original_filename, dataset.content_type) == ("orders", "orders.csv", "text/csv")
    assert set(store.keys("uploads")) == keys


async def test_the_same_bytes_again_show_how_far_their_dataset_has_come(
    client: httpx.AsyncClient, session: Session
) -> None:
    body = unique_csv()
    await upload(client, body)
    only_dataset(session).status = "done"
    session.commit()

    assert (await upload(client, body)).json()["status"] == "done"


async def test_one_byte_more_is_another_dataset(client: httpx.AsyncClient) -> None:
    body = unique_csv()

    ids = {(await upload(client, content)).json()["id"] for content in (body, body + b"\n", body[:-1])}

    assert len(ids) == 3


async def test_twenty_identical_uploads_at_once_are_one_dataset_and_one_object(
    client: httpx.AsyncClient, session: Session, store: MinioStore
) -> None:
    body = unique_csv()
    keys_before = set(store.keys("uploads"))

    responses = await asyncio.gather(*(upload(client, body, name=f"sender {n}") for n in range(20)))

    assert {response.status_code for response in responses} == {201}
    answers = [response.json() for response in responses]
    assert len({answer["id"] for answer in answers}) == 1
    assert len({answer["name"] for answer in answers}) == 1
    assert sorted(answer["already_existed"] for answer in answers) == [False] + [True] * 19
    dataset = only_dataset(session)
    assert set(store.keys("uploads")) - keys_before == {dataset.upload_key}
    assert store.read(dataset.upload_bucket, dataset.upload_key) == body


async def test_a_row_that_cannot_be_inserted_leaves_no_object_and_a_retry_succeeds(
    client: httpx.AsyncClient, engine: Engine, session: Session, store: MinioStore
) -> None:
    body = unique_csv()
    keys_before = set(store.keys("uploads"))

    with refused_rows(engine, "datasets", sqlstate="53100"):
        refused = await upload(client, body)
    assert set(store.keys("uploads")) == keys_before
    accepted = await upload(client, body)

    assert refused.status_code == 503
    assert accepted.status_code == 201
    assert str(only_dataset(session).id) == accepted.json()["id"]


async def test_a_row_that_cannot_be_committed_is_not_answered_with_success(
    client: httpx.AsyncClient, engine: Engine, session: Session
) -> None:
    body = unique_csv()

    with refused_rows(engine, "datasets", sqlstate="57P01", at_commit=True):
        refused = await upload(client, body)
    assert session.scalar(select(func.count()).select_from(Dataset)) == 0
    accepted = await upload(client, body)

    assert refused.status_code == 503
    assert accepted.status_code == 201
    assert accepted.json()["already_existed"] is False


async def test_a_duplicate_whose_object_cannot_be_deleted_is_answered_all_the_same(
    client_of: ClientFactory, settings: Settings, store: MinioStore
) -> None:
    undeleting = UndeletingStore(settings)
    client = client_of(undeleting)
    body = unique_csv()
    first = await upload(client, body)

    again = await upload(client, body)

    assert again.status_code == 201
    assert again.json()["id"] == first.json()["id"]
    (left,) = undeleting.kept
    assert first.json()["id"] not in left
    store.delete(*left.split("/", 1))


async def test_a_fresh_dataset_is_read_with_nothing_to_tell_yet(client: httpx.AsyncClient) -> None:
    uploaded = (await upload(client, name="orders", filename="orders.csv")).json()

    response = await client.get(f"/datasets/{uploaded['id']}")

    assert response.status_code == 200
    assert response.json() == {
        "id": uploaded["id"],
        "name": "orders",
        "status": "uploaded",
        "row_count": None,
        "latest_job_id": None,
        "report_available": False,
        "error": None,
        "error_code": None,
        "error_row": None,
        "error_byte_offset": None,
        "original_filename": "orders.csv",
        "content_type": "text/csv",
        "size_bytes": uploaded["size_bytes"],
        "uploaded_at": uploaded["uploaded_at"],
        "processed_at": None,
    }


async def test_a_processed_dataset_tells_its_rows_its_newest_job_and_its_report(
    client: httpx.AsyncClient, session: Session
) -> None:
    dataset = add_dataset(session, status="done", row_count=3_000_000_000, processed_at=EPOCH)
    add_job(session, dataset, state="failure", queued_at=EPOCH - minutes(2))
    newest = add_job(session, dataset, state="success", queued_at=EPOCH)
    add_job(session, dataset, state="failure", queued_at=EPOCH - minutes(1))
    add_report(session, dataset)

    answer = (await client.get(f"/datasets/{dataset.id}")).json()

    assert answer["status"] == "done"
    assert answer["row_count"] == 3_000_000_000
    assert answer["latest_job_id"] == str(newest.id)
    assert answer["report_available"] is True
    assert datetime.fromisoformat(answer["processed_at"]) == EPOCH


async def test_a_failed_dataset_says_why_and_where(client: httpx.AsyncClient, session: Session) -> None:
    place = {"error_code": "invalid_json", "error_row": 6, "error_byte_offset": 5_000_000_000}
    dataset = add_dataset(session, status="failed", error="Row 7 is broken.", **place)

    answer = (await client.get(f"/datasets/{dataset.id}")).json()

    assert (answer["status"], answer["error"]) == ("failed", "Row 7 is broken.")
    assert {name: answer[name] for name in place} == place


async def test_reports_and_jobs_of_others_are_not_taken_for_its_own(
    client: httpx.AsyncClient, session: Session
) -> None:
    other = add_dataset(session, status="done")
    add_job(session, other)
    add_report(session, other)
    dataset = add_dataset(session)

    answer = (await client.get(f"/datasets/{dataset.id}")).json()

    assert answer["latest_job_id"] is None
    assert answer["report_available"] is False


async def test_a_row_with_the_contracts_columns_alone_can_be_read_and_processed(
    client: httpx.AsyncClient, session: Session
) -> None:
    dataset = add_dataset(session, upload_etag=None)
    job = add_job(session, dataset, celery_task_id=None)

    assert (await client.get(f"/datasets/{dataset.id}")).json()["latest_job_id"] == str(job.id)
    assert (await client.post(f"/datasets/{dataset.id}/process")).json()["job_id"] == str(job.id)
    assert (await client.get(f"/jobs/{job.id}")).json()["state"] == "queued"


async def test_an_unknown_dataset_is_not_found(client: httpx.AsyncClient) -> None:
    response = await client.get(f"/datasets/{uuid4()}")

    assert response.status_code == 404
    assert response.json() == {"detail": "Dataset not found."}


@pytest.mark.parametrize("dataset_id", ["1", "not-a-uuid", "%00", "00000000-0000-0000-0000-00000000000g"])
async def test_an_id_that_is_none_is_refused(client: httpx.AsyncClient, dataset_id: str) -> None:
    assert (await client.get(f"/datasets/{dataset_id}")).status_code == 422
