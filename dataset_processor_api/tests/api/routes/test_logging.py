"""What a request writes to the logs: one line of JSON an event, with ids, without secrets."""

import json
import secrets
from datetime import datetime
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.orm import Session
from tests.api.conftest import ClientFactory
from tests.api.faults import BrokenStore
from tests.api.forms import upload
from tests.core.captured_logs import CapturedLogs, captured_logs
from tests.factories import add_dataset, add_job, add_report

from dataset_processor.core.settings import Settings

pytestmark = pytest.mark.anyio


async def test_every_line_is_json_with_its_request_level_time_and_process(
    client: httpx.AsyncClient, logs: CapturedLogs
) -> None:
    dataset_id = (await upload(client, headers={"X-Request-ID": "request-7"})).json()["id"]
    await client.post(f"/datasets/{dataset_id}/process", headers={"X-Request-ID": "request-7"})
    await client.get(f"/jobs/{uuid4()}", headers={"X-Request-ID": "request-7"})

    lines = [json.loads(line) for line in logs.text.splitlines()]
    assert len(lines) >= 5
    for line in lines:
        assert line["request_id"] == "request-7"
        assert line["level"] == "info"
        assert line["process"] == "api"
        assert line["logger"].startswith("dataset_processor.")
        assert datetime.fromisoformat(line["timestamp"]).tzinfo is not None


async def test_a_finished_request_is_one_line(client: httpx.AsyncClient, logs: CapturedLogs) -> None:
    job_id = uuid4()

    await client.get(f"/jobs/{job_id}?limit=secret")

    (line,) = logs.named("request.finished")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/jobs/{job_id}", 404)
    assert line["path"] == f"/jobs/{job_id}"
    assert line["job_id"] == str(job_id)
    assert line["duration_ms"] >= 0
    (refusal,) = logs.named("request.refused")
    assert (refusal["code"], refusal["status"]) == ("job_not_found", 404)


async def test_an_upload_names_its_dataset(client: httpx.AsyncClient, logs: CapturedLogs) -> None:
    answer = (await upload(client, b"a\n1\n")).json()
    await upload(client, b"a\n1\n")

    (stored,) = logs.named("dataset.uploaded")
    assert (stored["dataset_id"], stored["size_bytes"]) == (answer["id"], 4)
    (again,) = logs.named("dataset.already_uploaded")
    assert again["dataset_id"] == answer["id"]


async def test_a_queued_job_is_named_with_its_dataset(
    client: httpx.AsyncClient, logs: CapturedLogs, session: Session
) -> None:
    dataset = add_dataset(session)

    answer = (await client.post(f"/datasets/{dataset.id}/process")).json()
    await client.post(f"/datasets/{dataset.id}/process")

    (queued,) = logs.named("job.queued")
    assert (queued["job_id"], queued["dataset_id"]) == (answer["job_id"], str(dataset.id))
    assert {line["dataset_id"] for line in logs.named("request.finished")} == {str(dataset.id)}


async def test_an_unreadable_report_names_its_dataset(
    client: httpx.AsyncClient, logs: CapturedLogs, session: Session
) -> None:
    dataset = add_dataset(session, status="done")
    add_report(session, dataset)

    await client.get(f"/datasets/{dataset.id}/report")

    (line,) = logs.named("report.unreadable")
    assert (line["level"], line["dataset_id"]) == ("warning", str(dataset.id))


async def test_a_defect_is_logged_with_its_traceback(
    client_of: ClientFactory, settings: Settings, logs: CapturedLogs
) -> None:
    await upload(client_of(BrokenStore(settings)), headers={"X-Request-ID": "request-7"})

    (line,) = logs.named("request.failed")
    assert (line["level"], line["request_id"]) == ("error", "request-7")
    assert "ZeroDivisionError: a secret detail of the inside" in line["exception"]
    (finished,) = logs.named("request.finished")
    assert finished["status"] == 500


async def test_what_a_caller_sends_cannot_forge_a_line(client: httpx.AsyncClient, logs: CapturedLogs) -> None:
    await client.get('/jobs/x%0A{"event":"forged"}', headers={"X-Request-ID": '7"}\n{"event": "forged"}'})

    (line,) = logs.events
    assert line["event"] == "request.finished"
    assert line["path"] == '/jobs/x\n{"event":"forged"}'


async def test_contents_of_files_and_names_are_not_logged(client: httpx.AsyncClient, session: Session) -> None:
    content, name = secrets.token_hex(), secrets.token_hex()
    with captured_logs(level="DEBUG") as logs:
        await upload(client, f"{content}\n1\n".encode(), name=name, filename=f"{name}.csv")
        await upload(client, f"{content}\n1\n".encode(), name=name, content_type="text/plain")
        await client.get("/datasets", params={"name_contains": name})

    assert logs.named("dataset.uploaded")
    assert content not in logs.text
    assert not [line for line in logs.events if name in str(line) and line["logger"].startswith("dataset_processor")]


@pytest.mark.parametrize("wrong", ["postgres_password", "rabbitmq_password", "s3_secret_key"])
async def test_no_secret_is_logged_not_even_a_wrong_one(
    client_of: ClientFactory, settings: Settings, session: Session, wrong: str
) -> None:
    secret = secrets.token_hex()
    dataset = add_dataset(session)
    add_job(session, dataset)
    with captured_logs(level="DEBUG") as logs:
        client = client_of(**{wrong: SecretStr(secret)})
        statuses = {
            (await client.get("/readyz")).status_code,
            (await upload(client)).status_code,
            (await client.get(f"/datasets/{dataset.id}")).status_code,
            (await client.post(f"/datasets/{dataset.id}/process")).status_code,
        }

    assert 503 in statuses
    assert 500 not in statuses
    assert logs.named("readiness.failed")
    known = [settings.postgres_password, settings.rabbitmq_password, settings.s3_secret_key]
    for value in [secret, *(entry.get_secret_value() for entry in known if len(entry.get_secret_value()) > 7)]:
        assert value not in logs.text
