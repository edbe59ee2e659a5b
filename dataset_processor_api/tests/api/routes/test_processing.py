"""Asking for a dataset to be processed: which job is answered, and what is saved with it."""

import asyncio
from datetime import datetime
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session
from tests.api.faults import refused_rows
from tests.api.forms import upload
from tests.factories import EPOCH, add_dataset, add_job, add_report, minutes

from dataset_processor.db.models import Dataset, Job, OutboxMessage

pytestmark = pytest.mark.anyio


async def process(client: httpx.AsyncClient, dataset_id: object, **request: object) -> httpx.Response:
    return await client.post(f"/datasets/{dataset_id}/process", **request)  # type: ignore[arg-type]  # httpx's own


def jobs_in(session: Session) -> list[Job]:
    session.rollback()
    return list(session.scalars(select(Job).execution_options(populate_existing=True)))


def messages_in(session: Session) -> list[OutboxMessage]:
    session.rollback()
    return list(session.scalars(select(OutboxMessage).execution_options(populate_existing=True)))


async def test_an_uploaded_dataset_gets_a_queued_job(client: httpx.AsyncClient, session: Session) -> None:
    dataset_id = (await upload(client)).json()["id"]

    response = await process(client, dataset_id)

    assert response.status_code == 202
    (job,) = jobs_in(session)
    assert response.json() == {"job_id": str(job.id), "dataset_id": dataset_id, "state": "queued", "progress": 0}
    assert (await client.get(f"/jobs/{job.id}")).json()["state"] == "queued"
    assert (await client.get(f"/datasets/{dataset_id}")).json()["latest_job_id"] == str(job.id)


async def test_queueing_leaves_the_dataset_as_it_is(client: httpx.AsyncClient, session: Session) -> None:
    dataset = add_dataset(session, status="failed", error="No header row.", processed_at=EPOCH)

    await process(client, dataset.id)

    answer = (await client.get(f"/datasets/{dataset.id}")).json()
    assert (answer["status"], answer["error"]) == ("failed", "No header row.")


async def test_the_job_has_one_message_that_carries_ids_alone(client: httpx.AsyncClient, session: Session) -> None:
    dataset = add_dataset(session)

    await process(client, dataset.id, headers={"X-Request-ID": "request-7"})

    (job,) = jobs_in(session)
    (message,) = messages_in(session)
    assert (message.job_id, message.status, message.attempt_count) == (job.id, "pending", 0)
    assert message.next_attempt_at <= message.created_at
    assert job.celery_task_id is not None
    assert message.payload == {
        "version": 1,
        "task": "process_dataset",
        "task_id": job.celery_task_id,
        "dataset_id": str(dataset.id),
        "job_id": str(job.id),
        "request_id": "request-7",
    }


@pytest.mark.parametrize("state", ["queued", "started", "retrying"])
async def test_an_active_job_is_answered_as_it_is(client: httpx.AsyncClient, session: Session, state: str) -> None:
    dataset = add_dataset(session, status="processing")
    add_job(session, dataset, state="failure", queued_at=EPOCH + minutes(1))
    job = add_job(session, dataset, state=state, progress=25, queued_at=EPOCH)

    response = await process(client, dataset.id)

    assert response.status_code == 202
    assert response.json() == {
        "job_id": str(job.id),
        "dataset_id": str(dataset.id),
        "state": state,
        "progress": 25,
    }
    assert len(jobs_in(session)) == 2
    assert messages_in(session) == []


async def test_an_active_job_comes_before_a_finished_one(client: httpx.AsyncClient, session: Session) -> None:
    dataset = add_dataset(session, status="done", processed_at=EPOCH)
    add_report(session, dataset)
    active = add_job(session, dataset, state="retrying", queued_at=EPOCH)
    add_job(session, dataset, state="success", queued_at=EPOCH + minutes(1))

    assert (await process(client, dataset.id)).json()["job_id"] == str(active.id)


async def test_a_dataset_done_with_its_report_answers_its_latest_job(
    client: httpx.AsyncClient, session: Session
) -> None:
    dataset = add_dataset(session, status="done", processed_at=EPOCH)
    add_report(session, dataset)
    add_job(session, dataset, state="failure", queued_at=EPOCH)
    latest = add_job(session, dataset, state="success", progress=100, queued_at=EPOCH + minutes(1))

    response = await process(client, dataset.id)

    assert response.status_code == 202
    assert response.json() == {
        "job_id": str(latest.id),
        "dataset_id": str(dataset.id),
        "state": "success",
        "progress": 100,
    }
    assert len(jobs_in(session)) == 2
    assert messages_in(session) == []


async def test_a_done_dataset_without_jobs_gets_one_finished_job_with_all_its_times(
    client: httpx.AsyncClient, session: Session
) -> None:
    dataset = add_dataset(session, status="done", processed_at=EPOCH)
    add_report(session, dataset)

    answer = (await process(client, dataset.id)).json()

    assert (answer["state"], answer["progress"]) == ("success", 100)
    job = (await client.get(f"/jobs/{answer['job_id']}")).json()
    times = {datetime.fromisoformat(job[name]) for name in ("queued_at", "started_at", "finished_at")}
    assert times == {EPOCH}
    assert job["error"] is None
    (row,) = jobs_in(session)
    assert row.synthetic
    assert messages_in(session) == []
    assert (await process(client, dataset.id)).json() == answer


async def test_a_finished_job_has_all_its_times_where_the_dataset_has_none(
    client: httpx.AsyncClient, session: Session
) -> None:
    dataset = add_dataset(session, status="done", processed_at=None)
    add_report(session, dataset)

    answer = (await process(client, dataset.id)).json()

    job = (await client.get(f"/jobs/{answer['job_id']}")).json()
    assert all(job[name] is not None for name in ("queued_at", "started_at", "finished_at"))


@pytest.mark.parametrize("status", ["uploaded", "processing", "failed", "done"])
async def test_without_an_active_job_or_a_report_a_new_job_is_queued(
    client: httpx.AsyncClient, session: Session, status: str
) -> None:
    dataset = add_dataset(session, status=status)
    old = add_job(session, dataset, state="success" if status == "done" else "failure", queued_at=EPOCH)

    answer = (await process(client, dataset.id)).json()

    assert answer["state"] == "queued"
    assert answer["job_id"] != str(old.id)
    assert len(messages_in(session)) == 1


async def test_a_failed_dataset_with_an_old_report_gets_a_new_job(client: httpx.AsyncClient, session: Session) -> None:
    dataset = add_dataset(session, status="failed")
    add_report(session, dataset)
    add_job(session, dataset, state="failure", queued_at=EPOCH)

    assert (await process(client, dataset.id)).json()["state"] == "queued"


async def test_twenty_requests_at_once_are_one_job_and_one_message(client: httpx.AsyncClient, session: Session) -> None:
    dataset = add_dataset(session)

    responses = await asyncio.gather(*(process(client, dataset.id) for _ in range(20)))

    assert {response.status_code for response in responses} == {202}
    (job,) = jobs_in(session)
    assert {response.json()["job_id"] for response in responses} == {str(job.id)}
    assert len(messages_in(session)) == 1


async def test_twenty_requests_at_once_make_one_finished_job_for_a_done_dataset(
    client: httpx.AsyncClient, session: Session
) -> None:
    dataset = add_dataset(session, status="done", processed_at=EPOCH)
    add_report(session, dataset)

    responses = await asyncio.gather(*(process(client, dataset.id) for _ in range(20)))

    assert {response.status_code for response in responses} == {202}
    (job,) = jobs_in(session)
    assert {response.json()["job_id"] for response in responses} == {str(job.id)}
    assert messages_in(session) == []


async def test_requests_for_different_datasets_do_not_wait_for_each_other(
    client: httpx.AsyncClient, session: Session, engine: Engine
) -> None:
    held, free = add_dataset(session), add_dataset(session)
    with Session(engine) as other, other.begin():
        other.execute(select(Dataset).where(Dataset.id == held.id).with_for_update())

        response = await process(client, free.id)

    assert response.status_code == 202


async def test_a_dataset_that_stays_locked_is_answered_with_try_again(
    client: httpx.AsyncClient, session: Session, engine: Engine
) -> None:
    dataset = add_dataset(session)
    with Session(engine) as other, other.begin():
        other.execute(select(Dataset).where(Dataset.id == dataset.id).with_for_update())

        refused = await process(client, dataset.id)
    accepted = await process(client, dataset.id)

    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert accepted.status_code == 202


async def test_a_message_that_cannot_be_saved_leaves_no_job(
    client: httpx.AsyncClient, session: Session, engine: Engine
) -> None:
    dataset = add_dataset(session)

    with refused_rows(engine, "job_outbox"):
        refused = await process(client, dataset.id)
    assert jobs_in(session) == []
    accepted = await process(client, dataset.id)

    assert refused.status_code == 500
    assert accepted.status_code == 202


@pytest.mark.parametrize(("sqlstate", "status"), [("40001", 503), ("57P01", 503), ("23514", 500)])
async def test_a_commit_that_fails_is_not_answered_with_success(
    client: httpx.AsyncClient, session: Session, engine: Engine, sqlstate: str, status: int
) -> None:
    dataset = add_dataset(session)

    with refused_rows(engine, "job_outbox", sqlstate=sqlstate, at_commit=True):
        response = await process(client, dataset.id)

    assert response.status_code == status
    assert isinstance(response.json()["detail"], str)
    assert jobs_in(session) == []
    assert messages_in(session) == []


async def test_a_dataset_can_be_deleted_with_all_that_hangs_on_it(client: httpx.AsyncClient, session: Session) -> None:
    dataset = add_dataset(session)
    add_report(session, dataset)
    await process(client, dataset.id)

    session.execute(delete(Dataset).where(Dataset.id == dataset.id))
    session.commit()

    assert jobs_in(session) == []
    assert messages_in(session) == []


async def test_an_unknown_dataset_is_not_found(client: httpx.AsyncClient, session: Session) -> None:
    response = await process(client, uuid4())

    assert response.status_code == 404
    assert response.json() == {"detail": "Dataset not found."}
    assert jobs_in(session) == []


@pytest.mark.parametrize("dataset_id", ["1", "not-a-uuid", str(UUID(int=1)) + "0"])
async def test_an_id_that_is_none_is_refused(client: httpx.AsyncClient, dataset_id: str) -> None:
    assert (await process(client, dataset_id)).status_code == 422


async def test_force_is_not_offered(client: httpx.AsyncClient, session: Session) -> None:
    dataset = add_dataset(session, status="done", processed_at=EPOCH)
    add_report(session, dataset)
    job = add_job(session, dataset, state="success", queued_at=EPOCH)

    response = await client.post(f"/datasets/{dataset.id}/process", params={"force": "true"})

    assert response.json()["job_id"] == str(job.id)
    assert len(jobs_in(session)) == 1
