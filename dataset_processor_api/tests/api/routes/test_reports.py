"""Fetching a dataset's report."""

from uuid import uuid4

import httpx
import pytest
from sqlalchemy.orm import Session
from tests.factories import add_dataset, add_report

from dataset_processor.storage.keys import report_key
from dataset_processor.storage.minio_store import MinioStore

pytestmark = pytest.mark.anyio


async def fetch(client: httpx.AsyncClient, dataset_id: object) -> httpx.Response:
    return await client.get(f"/datasets/{dataset_id}/report")


async def test_a_report_is_served_as_it_was_stored(
    client: httpx.AsyncClient, session: Session, store: MinioStore
) -> None:
    body = '{"b": 1.0,\n "a": 12345678901234567890.5, "é": "\\u00e9 📈"}\n'.encode()
    dataset = add_dataset(session, status="done")
    add_report(session, dataset)
    store.put_bytes("reports", report_key(dataset.id), body, "application/json")

    response = await fetch(client, dataset.id)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.content == body


async def test_a_report_of_many_parts_is_served_whole(
    client: httpx.AsyncClient, session: Session, store: MinioStore
) -> None:
    body = b"[" + b"0," * 2**20 + b"0]"
    dataset = add_dataset(session, status="done")
    add_report(session, dataset)
    store.put_bytes("reports", report_key(dataset.id), body, "application/json")

    assert (await fetch(client, dataset.id)).content == body


async def test_a_report_is_read_from_where_its_row_says(
    client: httpx.AsyncClient, session: Session, store: MinioStore
) -> None:
    dataset = add_dataset(session, status="done")
    place = f"elsewhere/{uuid4()}.json"
    add_report(session, dataset, report_bucket="uploads", report_key=place)
    store.put_bytes("uploads", place, b'{"from": "the row"}', "application/json")
    store.put_bytes("reports", report_key(dataset.id), b'{"from": "a rebuilt key"}', "application/json")

    assert (await fetch(client, dataset.id)).json() == {"from": "the row"}


@pytest.mark.parametrize("status", ["uploaded", "processing", "failed", "done"])
async def test_a_report_is_not_found_before_it_is_ready(
    client: httpx.AsyncClient, session: Session, store: MinioStore, status: str
) -> None:
    dataset = add_dataset(session, status=status)
    store.put_bytes("reports", report_key(dataset.id), b"{}", "application/json")

    response = await fetch(client, dataset.id)

    assert response.status_code == 404
    assert response.json() == {"detail": "The report of this dataset is not ready."}


async def test_an_unknown_dataset_is_not_found(client: httpx.AsyncClient) -> None:
    response = await fetch(client, uuid4())

    assert response.status_code == 404
    assert response.json() == {"detail": "Dataset not found."}


async def test_an_id_that_is_none_is_refused(client: httpx.AsyncClient) -> None:
    assert (await fetch(client, "not-a-uuid")).status_code == 422


@pytest.mark.parametrize("bucket", ["reports", "no-such-bucket"])
async def test_a_report_whose_object_is_gone_cannot_be_served_now(
    client: httpx.AsyncClient, session: Session, bucket: str
) -> None:
    dataset = add_dataset(session, status="done")
    add_report(session, dataset, report_bucket=bucket)

    response = await fetch(client, dataset.id)

    assert response.status_code == 503
    assert response.json() == {"detail": "The report exists but cannot be read; try again later."}
    assert int(response.headers["Retry-After"]) > 0
