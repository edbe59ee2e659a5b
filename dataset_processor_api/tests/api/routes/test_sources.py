"""Downloading the file of a dataset as it was uploaded."""

import asyncio
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session
from tests.api.asgi_caller import Caller
from tests.api.conftest import ClientFactory
from tests.api.forms import file_part, name_part, send_form, upload
from tests.core.captured_logs import CapturedLogs
from tests.e2e.narrow_road import NarrowRoad
from tests.factories import add_dataset, add_stored_dataset, unique_csv

from dataset_processor.api.app import create_app
from dataset_processor.core.settings import MIB, Settings
from dataset_processor.services import sources
from dataset_processor.services.sources import OpenSource, SourceBrokenOff
from dataset_processor.storage import resuming_reader
from dataset_processor.storage.minio_store import API_TIMEOUTS, MinioStore
from dataset_processor.storage.store import ObjectSource
from local_stack.ports import pick_free
from local_stack.waiting import wait_until

pytestmark = pytest.mark.anyio

BODY = random.Random(0).randbytes(5 * MIB + 7)
UNREADABLE = {"detail": "The file of this dataset cannot be read; try again later."}


class WatchedStore(MinioStore):
    """The real store, which counts what is open; each read waits while it is held."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, API_TIMEOUTS)
        self.opened = 0
        self.closed = 0
        self.entered = threading.Event()
        self.free = threading.Event()
        self.free.set()

    @contextmanager
    def open(self, bucket: str, key: str, on_wait: Callable[[], None] = lambda: None) -> Iterator[Any]:
        with super().open(bucket, key, on_wait) as source:
            self.opened += 1
            try:
                yield _Held(source, self)
            finally:
                self.closed += 1


class _Held:
    def __init__(self, source: ObjectSource, store: WatchedStore) -> None:
        self._source = source
        self._store = store
        self.size_bytes = source.size_bytes
        self.etag = source.etag

    def read(self, size: int = -1, /) -> bytes:
        self._store.entered.set()
        assert self._store.free.wait(30)
        return self._source.read(size)


async def fetch(client: httpx.AsyncClient, dataset_id: object) -> httpx.Response:
    return await client.get(f"/datasets/{dataset_id}/source")


async def until(condition: Callable[[], bool]) -> None:
    assert await asyncio.to_thread(wait_until, condition, 10)


@pytest.fixture
async def watched(settings: Settings, store: MinioStore) -> WatchedStore:
    return WatchedStore(settings)


@pytest.fixture
async def watched_app(settings: Settings, watched: WatchedStore) -> Any:
    app = create_app(settings, watched)
    yield app
    await app.state.resources.engine.dispose()


async def test_a_file_comes_back_as_it_was_sent_and_cannot_act_as_a_page(
    client: httpx.AsyncClient, session: Session
) -> None:
    body = b"\xef\xbb\xbfid,amount\r\n1,\xff\x00\n" + unique_csv()
    uploaded = (await upload(client, body, filename="orders of may.csv")).json()

    response = await fetch(client, uploaded["id"])

    assert response.status_code == 200
    assert response.content == body
    assert response.headers["Content-Type"] == "text/csv"
    assert response.headers["Content-Length"] == str(len(body))
    disposition = "attachment; filename=\"orders of may.csv\"; filename*=UTF-8''orders%20of%20may.csv"
    assert response.headers["Content-Disposition"] == disposition
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox"
    assert response.headers["ETag"].startswith('"')
    assert response.headers["X-Request-ID"]


@pytest.mark.parametrize("body", [b"", b"x", BODY], ids=["empty", "one byte", "many pieces"])
async def test_files_of_every_size_come_whole(
    client: httpx.AsyncClient, session: Session, store: MinioStore, body: bytes
) -> None:
    dataset = add_stored_dataset(session, store, body, content_type="application/json")

    response = await fetch(client, dataset.id)

    assert response.content == body
    assert response.headers["Content-Length"] == str(len(body))
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "filename", [b'a"; x="\r\nX-Evil: 1\r\n\r\n.csv', "é数据\u202ecsv.exe".encode(), b"%0d%0aX-Evil: 1.csv"]
)
async def test_a_name_cannot_add_to_the_headers(client: httpx.AsyncClient, filename: bytes) -> None:
    uploaded = await send_form(client, name_part(), file_part(unique_csv(), filename))

    response = await fetch(client, uploaded.json()["id"])

    assert response.status_code == 200
    assert "X-Evil" not in response.headers
    assert response.headers["Content-Disposition"].isascii()
    assert "\u202e" not in response.headers["Content-Disposition"]


async def test_rows_written_by_others_cannot_add_to_the_headers_either(
    client: httpx.AsyncClient, session: Session, store: MinioStore
) -> None:
    bad = "x\r\nX-Evil: 1"
    dataset = add_dataset(session, content_type=bad, original_filename=bad)
    store.put_bytes(dataset.upload_bucket, dataset.upload_key, b"1", "text/csv")

    response = await fetch(client, dataset.id)

    assert response.status_code == 200
    assert "X-Evil" not in response.headers
    assert response.headers["Content-Type"] == "application/octet-stream"


async def test_a_file_is_read_from_where_its_row_says(
    client: httpx.AsyncClient, session: Session, store: MinioStore
) -> None:
    place = f"elsewhere/{uuid4()}"
    dataset = add_dataset(session, upload_bucket="reports", upload_key=place)
    store.put_bytes("reports", place, b"from the row", "text/csv")

    assert (await fetch(client, dataset.id)).content == b"from the row"


async def test_an_unknown_dataset_is_not_found(client: httpx.AsyncClient) -> None:
    response = await fetch(client, uuid4())

    assert response.status_code == 404
    assert response.json() == {"detail": "Dataset not found."}
    assert (await fetch(client, "x")).status_code == 422


@pytest.mark.parametrize("bucket", ["uploads", "no-such-bucket"])
async def test_a_file_that_is_gone_cannot_be_read(client: httpx.AsyncClient, session: Session, bucket: str) -> None:
    response = await fetch(client, add_dataset(session, upload_bucket=bucket).id)

    assert response.status_code == 503
    assert response.json() == UNREADABLE
    assert int(response.headers["Retry-After"]) > 0
    assert "Content-Disposition" not in response.headers


async def test_without_the_storage_a_file_cannot_be_read(client_of: ClientFactory, session: Session) -> None:
    response = await fetch(client_of(s3_port=pick_free()), add_dataset(session).id)

    assert (response.status_code, response.json()) == (503, UNREADABLE)


async def test_without_the_database_no_file_is_found(client_of: ClientFactory) -> None:
    assert (await fetch(client_of(postgres_port=pick_free()), uuid4())).status_code == 503


async def test_a_file_is_never_held_as_a_whole(watched_app: FastAPI, session: Session, watched: WatchedStore) -> None:
    dataset = add_stored_dataset(session, watched, BODY)
    caller = Caller(watched_app, f"/datasets/{dataset.id}/source")

    await caller.call()

    assert b"".join(caller.bodies) == BODY
    assert max(map(len, caller.bodies)) <= sources.PIECE_BYTES
    assert caller.is_complete
    assert (watched.opened, watched.closed) == (1, 1)


@pytest.mark.parametrize("spec_version", ["2.3", "2.4"])
async def test_a_client_that_leaves_gives_the_connection_back(
    watched_app: FastAPI, session: Session, watched: WatchedStore, logs: CapturedLogs, spec_version: str
) -> None:
    dataset = add_stored_dataset(session, watched, BODY)
    caller = Caller(watched_app, f"/datasets/{dataset.id}/source", leave_after=1, spec_version=spec_version)

    await caller.call()

    assert not caller.is_complete
    await until(lambda: (watched.opened, watched.closed) == (1, 1))  # a thread may still be at its piece
    assert logs.named("request.failed") == []


async def test_a_client_that_leaves_while_the_store_is_slow_is_not_waited_for(
    watched_app: FastAPI, session: Session, watched: WatchedStore
) -> None:
    dataset = add_stored_dataset(session, watched, BODY)
    caller = Caller(watched_app, f"/datasets/{dataset.id}/source")
    watched.free.clear()

    call = asyncio.create_task(caller.call())
    await until(watched.entered.is_set)
    caller.leave()
    await call

    assert (watched.opened, watched.closed) == (1, 0)
    watched.free.set()
    await until(lambda: watched.closed == 1)


async def test_an_opening_that_is_given_up_leaves_nothing_open(session: Session, watched: WatchedStore) -> None:
    dataset = add_stored_dataset(session, watched, BODY)
    source = OpenSource(watched, dataset.upload_bucket, dataset.upload_key)
    await source.open()
    source.close()
    source.close()
    assert (watched.opened, watched.closed) == (1, 1)

    with pytest.raises(SourceBrokenOff):
        await anext(source.pieces())
    opening = asyncio.create_task(sources.open_source(watched, dataset))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    await until(lambda: watched.opened == watched.closed)


async def test_a_connection_that_breaks_is_healed_and_one_that_cannot_be_is_no_whole_answer(
    settings: Settings, session: Session, store: MinioStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resuming_reader, "PAUSES_SECONDS", (0.0,) * len(resuming_reader.PAUSES_SECONDS))
    dataset = add_stored_dataset(session, store, BODY)
    with NarrowRoad(settings.s3_host, settings.s3_port) as road:
        app = create_app(settings.model_copy(update={"s3_host": "127.0.0.1", "s3_port": road.port}))
        road.cut([MIB, MIB])
        healed = Caller(app, f"/datasets/{dataset.id}/source")
        await healed.call()
        road.cut([2 * MIB, *[0] * 20])
        broken = Caller(app, f"/datasets/{dataset.id}/source")
        with pytest.RaisesGroup(SourceBrokenOff, flatten_subgroups=True, allow_unwrapped=True):
            await broken.call()
        await app.state.resources.engine.dispose()

    assert b"".join(healed.bodies) == BODY
    assert broken.status == 200
    assert 0 < len(b"".join(broken.bodies)) < len(BODY)
    assert not broken.is_complete
