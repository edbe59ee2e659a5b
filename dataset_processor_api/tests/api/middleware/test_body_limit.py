"""Uploads that are too large: by their declared length, while they arrive, and by the size of the file."""

from collections.abc import AsyncIterator

import anyio
import anyio.lowlevel
import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.types import Message, Receive, Scope, Send
from tests.api.conftest import ClientFactory
from tests.api.forms import FORM_HEADERS, encoded, file_part, name_part, upload

from dataset_processor.api.app import create_app
from dataset_processor.api.middleware import body_limit
from dataset_processor.api.middleware.body_limit import MULTIPART_OVERHEAD_BYTES, BodyLimitMiddleware
from dataset_processor.core.settings import Settings
from dataset_processor.db.models import Dataset
from dataset_processor.storage.minio_store import MinioStore

pytestmark = pytest.mark.anyio

LIMIT = 100_000


@pytest.fixture
def limited(client_of: ClientFactory) -> httpx.AsyncClient:
    return client_of(max_upload_bytes=LIMIT)


class Chunks:
    """A body without a declared length."""

    def __init__(self, body: bytes, chunk_bytes: int) -> None:
        self._body = body
        self._chunk_bytes = chunk_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._body), self._chunk_bytes):
            yield self._body[start : start + self._chunk_bytes]


class Endless:
    """A caller who sends on and on; `sent` has each part of the answer with how many bytes had been taken by then."""

    def __init__(self, *, declared: int | None = None) -> None:
        lengths = [] if declared is None else [(b"content-length", str(declared).encode())]
        headers = [(name.lower().encode(), value.encode()) for name, value in FORM_HEADERS.items()]
        self.scope = {"type": "http", "method": "POST", "path": "/datasets", "headers": [*headers, *lengths]}
        self.taken_bytes = 0
        self.sent: list[tuple[int, Message]] = []

    async def receive(self) -> Message:
        await anyio.lowlevel.checkpoint()
        self.taken_bytes += 1000
        return {"type": "http.request", "body": b"x" * 1000, "more_body": True}

    async def send(self, message: Message) -> None:
        self.sent.append((self.taken_bytes, message))


async def swallow(_scope: Scope, receive: Receive, _send: Send) -> None:
    """An application that reads all there is."""
    while (await receive())["more_body"]:
        pass


def count_datasets(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Dataset)) or 0


async def test_a_file_of_exactly_the_limit_is_accepted(limited: httpx.AsyncClient) -> None:
    response = await upload(limited, b"x" * LIMIT)

    assert response.status_code == 201
    assert response.json()["size_bytes"] == LIMIT


@pytest.mark.parametrize("excess", [1, 1000, MULTIPART_OVERHEAD_BYTES // 2])
async def test_a_file_over_the_limit_is_refused_and_leaves_nothing(
    limited: httpx.AsyncClient, session: Session, store: MinioStore, excess: int
) -> None:
    keys_before = set(store.keys("uploads"))

    response = await upload(limited, b"x" * (LIMIT + excess))

    assert response.status_code == 413
    assert response.json() == {"detail": f"The file is larger than the limit of {LIMIT} bytes."}
    assert count_datasets(session) == 0
    assert set(store.keys("uploads")) == keys_before


async def test_a_body_declared_too_long_is_refused(limited: httpx.AsyncClient) -> None:
    body = Chunks(encoded(name_part(), file_part(b"x" * LIMIT * 10)), 1000)
    headers = {**FORM_HEADERS, "Content-Length": str(LIMIT * 10)}

    response = await limited.post("/datasets", content=body, headers=headers)

    assert response.status_code == 413
    assert response.json() == {"detail": f"The upload is larger than the limit of {LIMIT} bytes."}
    assert response.headers["X-Request-ID"]


async def test_a_body_without_a_length_is_refused_while_it_arrives(
    limited: httpx.AsyncClient, session: Session
) -> None:
    body = Chunks(encoded(name_part(), file_part(b"x" * LIMIT * 10)), 1000)

    response = await limited.post("/datasets", content=body, headers=FORM_HEADERS)

    assert response.status_code == 413
    assert response.json() == {"detail": f"The upload is larger than the limit of {LIMIT} bytes."}
    assert response.headers["X-Request-ID"]
    assert count_datasets(session) == 0


async def test_a_body_that_says_too_short_a_length_is_counted_all_the_same(limited: httpx.AsyncClient) -> None:
    body = Chunks(encoded(name_part(), file_part(b"x" * LIMIT * 10)), 1000)

    response = await limited.post("/datasets", content=body, headers={**FORM_HEADERS, "Content-Length": "10"})

    assert response.status_code == 413


@pytest.mark.parametrize("declared", [None, LIMIT * 10])
async def test_the_answer_leaves_at_once_and_the_rest_is_read_only_for_a_while(
    monkeypatch: pytest.MonkeyPatch, declared: int | None
) -> None:
    monkeypatch.setattr(body_limit, "LINGER_SECONDS", 0.05)
    caller = Endless(declared=declared)

    await BodyLimitMiddleware(swallow, LIMIT)(caller.scope, caller.receive, caller.send)

    (at_start, start), (at_body, body), (at_end, end) = caller.sent
    assert start["status"] == 413
    assert at_start == at_body == (0 if declared else LIMIT + MULTIPART_OVERHEAD_BYTES + 464)
    assert len(body["body"]) == int(dict(start["headers"])[b"content-length"])
    assert at_end > at_body
    assert not end["more_body"]


async def test_a_body_without_a_length_within_the_limit_is_accepted(limited: httpx.AsyncClient) -> None:
    body = Chunks(encoded(name_part(), file_part(b"y" * LIMIT)), 1000)

    response = await limited.post("/datasets", content=body, headers=FORM_HEADERS)

    assert response.status_code == 201
    assert response.json()["size_bytes"] == LIMIT


@pytest.mark.parametrize("length", ["abc", "-1", "1_000", "٣"])
async def test_a_length_that_is_no_number_is_not_believed(limited: httpx.AsyncClient, length: str) -> None:
    body = Chunks(encoded(name_part(), file_part(b"x" * LIMIT * 10)), 1000)
    headers = [*((k.encode(), v.encode()) for k, v in FORM_HEADERS.items()), (b"Content-Length", length.encode())]

    response = await limited.post("/datasets", content=body, headers=headers)

    assert response.status_code == 413


async def test_other_routes_have_the_same_limit(limited: httpx.AsyncClient) -> None:
    response = await limited.request("GET", "/healthz", content=b"x" * (LIMIT + MULTIPART_OVERHEAD_BYTES + 1))

    assert response.status_code == 413


async def test_a_client_that_vanishes_in_the_middle_leaves_nothing(
    settings: Settings, session: Session, store: MinioStore
) -> None:
    keys_before = set(store.keys("uploads"))
    body = encoded(name_part(), file_part(b"x" * LIMIT))
    received: list[Message] = [
        {"type": "http.request", "body": body[: LIMIT // 2], "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return received.pop(0) if len(received) > 1 else received[0]

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(name.lower().encode(), value.encode()) for name, value in FORM_HEADERS.items()]
    app = create_app(settings)
    await app(
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/datasets",
            "raw_path": b"/datasets",
            "query_string": b"",
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        },
        receive,
        send,
    )
    await app.state.resources.engine.dispose()

    assert all(message["status"] >= 400 for message in sent if message["type"] == "http.response.start")
    assert count_datasets(session) == 0
    assert set(store.keys("uploads")) == keys_before
