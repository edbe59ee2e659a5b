"""Errors: one shape for all, nothing of the inside in any, and the event loop free while others wait."""

import asyncio

import httpx
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from tests.api.conftest import ClientFactory
from tests.api.faults import BrokenStore, HeldStore, refused_rows
from tests.api.forms import upload
from tests.core.captured_logs import CapturedLogs
from tests.factories import add_dataset

from dataset_processor.core.errors import AppError
from dataset_processor.core.settings import Settings
from local_stack.ports import pick_free

pytestmark = pytest.mark.anyio


async def test_a_defect_leaks_nothing(client_of: ClientFactory, settings: Settings, logs: CapturedLogs) -> None:
    response = await upload(client_of(BrokenStore(settings)))

    assert response.status_code == 500
    assert response.json() == {"detail": "Internal server error."}
    assert response.headers["X-Request-ID"]
    assert "ZeroDivisionError" in logs.text


async def test_an_error_of_the_database_leaks_nothing(
    client: httpx.AsyncClient, session: Session, engine: Engine
) -> None:
    dataset = add_dataset(session)

    with refused_rows(engine, "jobs"):
        response = await client.post(f"/datasets/{dataset.id}/process")

    assert response.status_code == 500
    assert response.json() == {"detail": "Internal server error."}


async def test_after_a_defect_the_next_request_is_served(
    client: httpx.AsyncClient, session: Session, engine: Engine
) -> None:
    dataset = add_dataset(session)

    with refused_rows(engine, "jobs"):
        for _ in range(25):
            assert (await client.post(f"/datasets/{dataset.id}/process")).status_code == 500

    assert (await client.post(f"/datasets/{dataset.id}/process")).status_code == 202


@pytest.mark.parametrize(
    "changes", [{"postgres_port": 0}, {"postgres_user": "nobody"}, {"postgres_db": "no_such_database"}], ids=str
)
async def test_a_database_that_cannot_be_used_is_answered_with_try_again(
    client_of: ClientFactory, session: Session, changes: dict[str, object]
) -> None:
    dataset = add_dataset(session)
    client = client_of(**{name: value or pick_free() for name, value in changes.items()})

    responses = [
        await client.get("/datasets"),
        await client.get("/jobs"),
        await client.get(f"/datasets/{dataset.id}"),
        await client.get(f"/datasets/{dataset.id}/report"),
        await client.post(f"/datasets/{dataset.id}/process"),
        await upload(client),
    ]

    for response in responses:
        assert response.status_code == 503
        assert response.json() == {"detail": "The database cannot be reached; try again later."}
        assert int(response.headers["Retry-After"]) > 0
        assert response.headers["X-Request-ID"]


async def test_a_storage_that_cannot_be_reached_is_answered_with_try_again(client_of: ClientFactory) -> None:
    client = client_of(s3_port=pick_free())

    response = await upload(client)

    assert response.status_code == 503
    assert response.json() == {"detail": "The object storage cannot be reached; try again later."}
    assert int(response.headers["Retry-After"]) > 0
    assert (await client.get("/datasets")).json()["datasets"] == []


async def test_an_upload_that_is_refused_does_not_ask_the_storage(client_of: ClientFactory) -> None:
    client = client_of(s3_port=pick_free())

    assert (await upload(client, content_type="text/plain")).status_code == 415
    assert (await upload(client, name=" ")).status_code == 422


async def test_while_the_storage_takes_its_time_others_are_answered(
    client_of: ClientFactory, settings: Settings
) -> None:
    store = HeldStore(settings)
    client = client_of(store)
    uploads = [asyncio.create_task(upload(client)) for _ in range(3)]
    try:
        assert await asyncio.to_thread(store.entered.wait, 20)

        async with asyncio.timeout(5):
            assert (await client.get("/healthz")).status_code == 200
            assert (await client.get("/datasets")).status_code == 200
        assert not any(task.done() for task in uploads)
    finally:
        store.released.set()
    assert [response.status_code for response in await asyncio.gather(*uploads)] == [201] * 3


async def test_an_upload_holds_no_database_connection_while_it_is_stored(
    client_of: ClientFactory, settings: Settings
) -> None:
    store = HeldStore(settings)
    client = client_of(store)
    task = asyncio.create_task(upload(client))
    try:
        assert await asyncio.to_thread(store.entered.wait, 20)
        transport = client._transport
        assert isinstance(transport, httpx.ASGITransport)
        app = transport.app
        assert app.state.resources.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # the application
    finally:
        store.released.set()
    assert (await task).status_code == 201


def test_every_expected_error_has_a_status_a_code_of_its_own_and_a_sentence() -> None:
    errors = AppError.__subclasses__()

    assert len({error.code for error in errors}) == len(errors) >= 8
    for error in errors:
        assert 400 <= error.status < 600
        assert error().detail.endswith(".")
        assert error("Another sentence.").detail == "Another sentence."
