"""Metrics: their names, labels and values."""

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, insert
from sqlalchemy.orm import Session
from tests.api.conftest import ClientFactory
from tests.api.forms import upload
from tests.factories import EPOCH, add_dataset, add_job, minutes

from dataset_processor.core.clock import utc_now
from dataset_processor.db.models import OutboxMessage
from local_stack.ports import pick_free

pytestmark = pytest.mark.anyio

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]
P = "dataset_processor"


async def scrape(client: httpx.AsyncClient) -> Samples:
    response = await client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples[f"{P}_{name}", frozenset(labels.items())]


async def test_an_empty_service_has_all_its_gauges_at_zero(client: httpx.AsyncClient) -> None:
    samples = await scrape(client)

    for state in ("queued", "started", "retrying", "success", "failure"):
        assert value(samples, "jobs", state=state) == 0
    for name in ("outbox_pending", "outbox_oldest_age_seconds", "oldest_queued_job_age_seconds", "stale_jobs"):
        assert value(samples, name) == 0
    assert value(samples, "database_up") == 1


async def test_jobs_are_counted_by_state(client: httpx.AsyncClient, session: Session) -> None:
    for count, state in enumerate(("queued", "started", "retrying", "success", "failure"), start=1):
        for _ in range(count):
            add_job(session, add_dataset(session), state=state)

    samples = await scrape(client)

    counts = {state: value(samples, "jobs", state=state) for state in ("queued", "started", "retrying")}
    assert counts == {"queued": 1, "started": 2, "retrying": 3}
    assert (value(samples, "jobs", state="success"), value(samples, "jobs", state="failure")) == (4, 5)


async def test_a_state_that_empties_goes_back_to_zero(client: httpx.AsyncClient, session: Session) -> None:
    job = add_job(session, add_dataset(session))
    assert value(await scrape(client), "jobs", state="queued") == 1
    job.state = "success"
    session.commit()

    assert value(await scrape(client), "jobs", state="queued") == 0


async def test_the_oldest_queued_job_and_message_have_their_ages(client: httpx.AsyncClient, session: Session) -> None:
    old = add_job(session, add_dataset(session), queued_at=utc_now() - minutes(10))
    add_job(session, add_dataset(session), queued_at=utc_now() - minutes(5))
    done = add_job(session, add_dataset(session), state="success", queued_at=EPOCH)
    message = {"payload": {}, "created_at": func.now() - minutes(20)}
    session.execute(insert(OutboxMessage).values(job_id=old.id, **message))
    session.execute(insert(OutboxMessage).values(job_id=done.id, status="delivered", payload={}, created_at=EPOCH))
    session.commit()

    samples = await scrape(client)

    assert value(samples, "oldest_queued_job_age_seconds") == pytest.approx(600, abs=60)
    assert value(samples, "outbox_pending") == 1
    assert value(samples, "outbox_oldest_age_seconds") == pytest.approx(1200, abs=60)


async def test_started_jobs_without_a_live_lease_are_stale(client: httpx.AsyncClient, session: Session) -> None:
    add_job(session, add_dataset(session), state="started", lease_expires_at=utc_now() + minutes(5))
    add_job(session, add_dataset(session), state="started", lease_expires_at=utc_now() - minutes(5))
    add_job(session, add_dataset(session), state="started", lease_expires_at=None)
    add_job(session, add_dataset(session), state="success", lease_expires_at=None)

    assert value(await scrape(client), "stale_jobs") == 2


async def test_requests_are_measured_by_route_template_method_and_status(
    client: httpx.AsyncClient, session: Session
) -> None:
    for _ in range(3):
        await client.get(f"/datasets/{add_dataset(session).id}")
    await client.get("/datasets/not-a-uuid")
    await upload(client)
    await client.get("/nowhere")
    await client.get("/nowhere/else")
    await client.request("BREW", "/")

    samples = await scrape(client)

    def count(method: str, route: str, status: str) -> float:
        return value(samples, "http_request_duration_seconds_count", method=method, route=route, status=status)

    assert count("GET", "/datasets/{dataset_id}", "200") == 3
    assert count("GET", "/datasets/{dataset_id}", "422") == 1
    assert count("POST", "/datasets", "201") == 1
    assert count("GET", "unmatched", "404") == 2
    assert count("other", "/", "405") == 1
    routes = {dict(labels)["route"] for name, labels in samples if name.endswith("_seconds_count")}
    assert routes == {"/datasets/{dataset_id}", "/datasets", "unmatched", "/"}
    seconds = value(samples, "http_request_duration_seconds_sum", method="POST", route="/datasets", status="201")
    assert 0 < seconds < 30


async def test_without_the_database_the_queues_gauges_keep_their_values_and_say_so(client_of: ClientFactory) -> None:
    samples = await scrape(client_of(postgres_port=pick_free()))

    assert value(samples, "database_up") == 0
    assert value(samples, "outbox_pending") == 0


async def test_two_applications_in_a_process_count_apart(client_of: ClientFactory) -> None:
    first, second = client_of(), client_of()
    await first.get("/healthz")

    assert not [labels for _, labels in await scrape(second) if ("route", "/healthz") in labels]
