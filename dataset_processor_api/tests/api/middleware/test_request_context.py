"""`X-Request-ID` on every response, whatever becomes of the request."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx
import pytest
from sqlalchemy.orm import Session
from tests.api.conftest import ClientFactory
from tests.api.faults import BrokenStore
from tests.api.forms import upload
from tests.core.captured_logs import CapturedLogs
from tests.factories import add_dataset, add_report

from dataset_processor.core.settings import Settings

pytestmark = pytest.mark.anyio

HEADER = "X-Request-ID"


@pytest.mark.parametrize(
    "sent",
    ["7", "request-7", "4bf92f3577b34da6a3ce929d0e0e4736", str(uuid4()), "a.b_c:d/e+f=g@h-i", "x" * 128],
)
async def test_the_callers_id_is_sent_back(client: httpx.AsyncClient, sent: str) -> None:
    response = await client.get("/healthz", headers={HEADER: sent})

    assert response.headers.get_list(HEADER) == [sent]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b" ",
        b"two words",
        b"x" * 129,
        b"x" * 10_000,
        b'quote"',
        b"semi;colon",
        b"<script>",
        b"new\nline",
        b"trailing\n",
        b"\x1b[31m",
        b"\x00",
        "é".encode(),
        b"\xff",
        b"{}",
    ],
)
async def test_an_id_that_is_not_sane_is_replaced(client: httpx.AsyncClient, sent: bytes) -> None:
    response = await client.get("/healthz", headers=[(HEADER.encode(), sent)])

    (answered,) = response.headers.get_list(HEADER)
    assert answered.encode() != sent
    assert len(answered) == 32
    assert int(answered, 16)


async def test_requests_without_an_id_get_different_ones(client: httpx.AsyncClient) -> None:
    ids = {(await client.get("/healthz")).headers[HEADER] for _ in range(10)}

    assert len(ids) == 10


Call = Callable[[httpx.AsyncClient, dict[str, str]], Awaitable[httpx.Response]]
CALLS: list[tuple[int, Call]] = [
    (200, lambda client, headers: client.get("/", headers=headers)),
    (200, lambda client, headers: client.get("/metrics", headers=headers)),
    (200, lambda client, headers: client.get("/openapi.json", headers=headers)),
    (201, lambda client, headers: upload(client, headers=headers)),
    (404, lambda client, headers: client.get("/nowhere", headers=headers)),
    (404, lambda client, headers: client.get(f"/jobs/{uuid4()}", headers=headers)),
    (405, lambda client, headers: client.delete("/datasets", headers=headers)),
    (415, lambda client, headers: upload(client, content_type="text/plain", headers=headers)),
    (422, lambda client, headers: client.get("/jobs?limit=0", headers=headers)),
    (422, lambda client, headers: client.post("/datasets", headers=headers)),
]


@pytest.mark.parametrize(("status", "call"), CALLS)
async def test_every_answer_carries_the_id(client: httpx.AsyncClient, status: int, call: Call) -> None:
    response = await call(client, {HEADER: "request-7"})

    assert response.status_code == status
    assert response.headers.get_list(HEADER) == ["request-7"]


async def test_answers_to_faults_carry_the_id(client_of: ClientFactory, settings: Settings, session: Session) -> None:
    client = client_of(BrokenStore(settings), max_upload_bytes=1000)
    dataset = add_dataset(session, status="done")
    add_report(session, dataset)
    headers = {HEADER: "request-7"}

    responses = [
        await client.get(f"/datasets/{dataset.id}/report", headers=headers),
        await upload(client, headers=headers),
        await upload(client, b"x" * 100_000, headers=headers),
    ]

    assert [response.status_code for response in responses] == [503, 500, 413]
    assert {response.headers[HEADER] for response in responses} == {"request-7"}


async def test_a_path_without_a_route_is_answered_like_other_errors(client: httpx.AsyncClient) -> None:
    assert (await client.get("/nowhere")).json() == {"detail": "Not Found"}
    assert (await client.delete("/datasets")).json() == {"detail": "Method Not Allowed"}


async def test_ids_of_requests_at_once_are_not_mixed_up(client: httpx.AsyncClient, logs: CapturedLogs) -> None:
    async def ask(number: int) -> str:
        response = await client.get(f"/jobs/{uuid4()}", headers={HEADER: f"request-{number}"})
        return response.headers[HEADER]

    answered = await asyncio.gather(*(ask(number) for number in range(20)))

    expected = [f"request-{number}" for number in range(20)]
    assert answered == expected
    assert sorted(line["request_id"] for line in logs.named("request.finished")) == sorted(expected)
    assert sorted(line["request_id"] for line in logs.named("request.refused")) == sorted(expected)
