"""Requesting processing, listing and reading jobs, below HTTP."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from tests.api.faults import refused_rows
from tests.factories import EPOCH, add_dataset, add_job, add_report, minutes
from tests.services.conftest import Sessions

from dataset_processor.core.errors import DatasetNotFound, JobNotFound, ReportNotReady
from dataset_processor.db.models import Job, JobState, OutboxMessage
from dataset_processor.db.queries.jobs import JobFilter
from dataset_processor.services import jobs, reports

pytestmark = pytest.mark.anyio


def counts(session: Session) -> tuple[int, int]:
    """Jobs and messages that are saved."""
    session.rollback()
    return (
        session.scalar(select(func.count()).select_from(Job)) or 0,
        session.scalar(select(func.count()).select_from(OutboxMessage)) or 0,
    )


async def test_job_and_message_are_saved_when_the_caller_commits_and_not_before(
    sessions: Sessions, session: Session
) -> None:
    dataset = add_dataset(session)

    async with sessions() as requests:
        job = await jobs.request_processing(requests, dataset.id, "request-7")
        assert counts(session) == (0, 0)
        await requests.commit()

    assert counts(session) == (1, 1)
    message = session.scalars(select(OutboxMessage)).one()
    assert message.job_id == job.id
    assert message.payload["request_id"] == "request-7"


async def test_a_request_that_is_rolled_back_leaves_neither_job_nor_message(
    sessions: Sessions, session: Session
) -> None:
    dataset = add_dataset(session)

    async with sessions() as requests:
        await jobs.request_processing(requests, dataset.id, None)
        await requests.rollback()

    assert counts(session) == (0, 0)


async def test_a_message_that_cannot_be_saved_takes_its_job_with_it(
    sessions: Sessions, session: Session, engine: Engine
) -> None:
    dataset = add_dataset(session)
    session.close()

    with refused_rows(engine, "job_outbox"), pytest.raises(DBAPIError, match="refused by the test"):
        async with sessions() as requests, requests.begin():
            await jobs.request_processing(requests, dataset.id, None)

    assert counts(session) == (0, 0)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.STARTED, JobState.RETRYING])
async def test_the_active_job_is_answered(sessions: Sessions, session: Session, state: JobState) -> None:
    dataset = add_dataset(session)
    active = add_job(session, dataset, state=state)

    async with sessions() as requests, requests.begin():
        job = await jobs.request_processing(requests, dataset.id, None)

    assert (job.id, job.state) == (active.id, state)
    assert counts(session) == (1, 0)


@pytest.mark.parametrize(
    ("status", "has_report", "expected"),
    [
        ("done", True, "the latest job"),
        ("done", False, "a new job"),
        ("failed", True, "a new job"),
        ("failed", False, "a new job"),
        ("uploaded", True, "a new job"),
        ("processing", True, "a new job"),
    ],
)
async def test_only_a_done_dataset_with_its_report_answers_a_finished_job(
    sessions: Sessions, session: Session, status: str, *, has_report: bool, expected: str
) -> None:
    dataset = add_dataset(session, status=status)
    add_job(session, dataset, state="failure", queued_at=EPOCH)
    latest = add_job(session, dataset, state="success", queued_at=EPOCH + minutes(1))
    if has_report:
        add_report(session, dataset)

    async with sessions() as requests, requests.begin():
        job = await jobs.request_processing(requests, dataset.id, None)

    assert ("the latest job" if job.id == latest.id else "a new job") == expected
    assert counts(session) == ((2, 0) if job.id == latest.id else (3, 1))


async def test_of_many_requests_at_once_one_makes_the_job(sessions: Sessions, session: Session) -> None:
    dataset = add_dataset(session)

    async def request() -> Job:
        async with sessions() as requests, requests.begin():
            return await jobs.request_processing(requests, dataset.id, None)

    made = await asyncio.gather(*(request() for _ in range(20)))

    assert len({job.id for job in made}) == 1
    assert counts(session) == (1, 1)


async def test_of_many_requests_at_once_one_makes_the_finished_job(sessions: Sessions, session: Session) -> None:
    dataset = add_dataset(session, status="done", processed_at=EPOCH)
    add_report(session, dataset)

    async def request() -> Job:
        async with sessions() as requests, requests.begin():
            return await jobs.request_processing(requests, dataset.id, None)

    made = await asyncio.gather(*(request() for _ in range(20)))

    assert len({job.id for job in made}) == 1
    assert counts(session) == (1, 0)
    job = made[0]
    assert (job.state, job.progress, job.synthetic) == ("success", 100, True)
    assert (job.queued_at, job.started_at, job.finished_at) == (EPOCH, EPOCH, EPOCH)


async def test_a_dataset_that_is_not_there_is_not_found(sessions: Sessions) -> None:
    async with sessions() as requests:
        with pytest.raises(DatasetNotFound):
            await jobs.request_processing(requests, uuid4(), None)
        with pytest.raises(DatasetNotFound):
            await reports.locate(requests, uuid4())


async def test_a_dataset_without_a_report_says_so(sessions: Sessions, session: Session) -> None:
    dataset = add_dataset(session)

    async with sessions() as requests:
        with pytest.raises(ReportNotReady):
            await reports.locate(requests, dataset.id)


async def test_a_job_is_found_by_its_id(sessions: Sessions, session: Session) -> None:
    job = add_job(session, add_dataset(session))

    async with sessions() as requests:
        assert (await jobs.find(requests, job.id)).job.dataset_id == job.dataset_id
        with pytest.raises(JobNotFound):
            await jobs.find(requests, uuid4())


async def test_a_page_of_jobs_knows_the_next(sessions: Sessions, session: Session) -> None:
    dataset = add_dataset(session)
    made = [add_job(session, dataset, state="failure", queued_at=EPOCH + minutes(n)) for n in range(3)]
    add_job(session, dataset)
    which = JobFilter(state=JobState.FAILURE, dataset_id=dataset.id)

    async with sessions() as requests:
        first = await jobs.list_page(requests, which, cursor=None, limit=2)
        second = await jobs.list_page(requests, which, cursor=first.next_cursor, limit=2)

    assert [summary.job.id for summary in first.rows] == [made[2].id, made[1].id]
    assert [summary.job.id for summary in second.rows] == [made[0].id]
    assert (first.has_more, second.has_more) == (True, False)
