"""A service goes away and comes back: readiness tells which, requests are answered, and retries succeed.

Each test takes one service away, once, since a restart takes seconds.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tests.api.forms import upload
from tests.backends import Backends
from tests.factories import add_dataset, add_report, unique_csv

from dataset_processor.db.models import Dataset, OutboxMessage
from dataset_processor.storage.keys import report_key
from dataset_processor.storage.minio_store import MinioStore

pytestmark = pytest.mark.anyio

Without = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def without(backends: Backends) -> Without:
    """A block during which a service is away."""

    @contextmanager
    def away(name: str) -> Iterator[None]:
        backends.stop(name)
        try:
            yield
        finally:
            backends.start(name)

    return away


@pytest.fixture
def frozen(backends: Backends) -> Without:
    """A block during which a service takes connections and answers nothing."""

    @contextmanager
    def suspended(name: str) -> Iterator[None]:
        backends.suspend(name)
        try:
            yield
        finally:
            backends.resume(name)

    return suspended


async def failed_checks(client: httpx.AsyncClient) -> list[str]:
    response = await client.get("/readyz")
    failed = [name for name, verdict in response.json()["checks"].items() if verdict == "failed"]
    assert response.status_code == (503 if failed else 200)
    assert ("detail" in response.json()) is bool(failed)
    return failed


async def test_without_the_storage_uploads_are_refused_and_a_retry_succeeds(
    client: httpx.AsyncClient, session: Session, store: MinioStore, without: Without
) -> None:
    body = unique_csv()
    dataset = add_dataset(session, status="done")
    add_report(session, dataset)
    store.put_bytes("reports", report_key(dataset.id), b"{}", "application/json")
    assert (await upload(client)).status_code == 201

    with without("s3"):
        assert await failed_checks(client) == ["storage"]
        refused = await upload(client, body)
        unreadable = await client.get(f"/datasets/{dataset.id}/report")
        listed = await client.get("/datasets")
    accepted = await upload(client, body)

    assert refused.status_code == 503
    assert refused.json() == {"detail": "The object storage cannot be reached; try again later."}
    assert unreadable.status_code == 503
    assert len(listed.json()["datasets"]) == 2
    assert accepted.status_code == 201
    assert accepted.json()["already_existed"] is False
    assert (await client.get(f"/datasets/{dataset.id}/report")).content == b"{}"
    assert await failed_checks(client) == []


async def test_without_the_database_requests_are_refused_and_a_retry_succeeds(
    client: httpx.AsyncClient, session: Session, store: MinioStore, without: Without
) -> None:
    body = unique_csv()
    dataset = add_dataset(session)
    assert (await client.get("/datasets")).status_code == 200
    keys_before = set(store.keys("uploads"))
    session.close()

    with without("postgres"):
        assert await failed_checks(client) == ["postgres"]
        refused = [
            await upload(client, body),
            await client.get("/datasets"),
            await client.post(f"/datasets/{dataset.id}/process"),
            await client.get(f"/datasets/{dataset.id}/report"),
        ]
        assert (await client.get("/healthz")).status_code == 200
        assert "dataset_processor_database_up 0.0" in (await client.get("/metrics")).text
    assert set(store.keys("uploads")) == keys_before
    accepted = await upload(client, body)

    for response in refused:
        assert response.status_code == 503
        assert response.json() == {"detail": "The database cannot be reached; try again later."}
        assert response.headers["X-Request-ID"]
    assert accepted.status_code == 201
    assert (await client.post(f"/datasets/{dataset.id}/process")).status_code == 202
    assert session.scalar(select(func.count()).select_from(Dataset)) == 2
    assert "dataset_processor_database_up 1.0" in (await client.get("/metrics")).text


async def test_without_the_broker_processing_is_accepted_all_the_same(
    client: httpx.AsyncClient, session: Session, without: Without
) -> None:
    dataset_id = (await upload(client)).json()["id"]

    with without("rabbitmq"):
        assert await failed_checks(client) == ["rabbitmq"]
        response = await client.post(f"/datasets/{dataset_id}/process")

    assert response.status_code == 202
    assert response.json()["state"] == "queued"
    assert session.scalars(select(OutboxMessage.status)).all() == ["pending"]
    assert await failed_checks(client) == []


@pytest.mark.parametrize(("name", "check"), [("postgres", "postgres"), ("s3", "storage"), ("rabbitmq", "rabbitmq")])
async def test_a_frozen_service_is_seen_within_seconds(
    client: httpx.AsyncClient, frozen: Without, name: str, check: str
) -> None:
    assert await failed_checks(client) == []

    with frozen(name):
        started = time.monotonic()
        assert await failed_checks(client) == [check]
        assert time.monotonic() - started < 7

    assert await failed_checks(client) == []


@pytest.mark.parametrize("name", ["postgres", "s3"])
async def test_an_upload_to_a_frozen_service_is_refused_within_the_deadline_and_a_retry_succeeds(
    client: httpx.AsyncClient, frozen: Without, name: str
) -> None:
    body = unique_csv()
    assert (await upload(client)).status_code == 201

    with frozen(name):
        started = time.monotonic()
        refused = await upload(client, body)
        seconds = time.monotonic() - started
    accepted = await upload(client, body)

    assert refused.status_code == 503
    assert seconds < 15
    assert accepted.status_code == 201
