import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session
from tests.factories import add_dataset, add_job
from tests.worker.attempts import attempts_of, change_job, claimed, database_time, dataset_now, job_now, pending_of

from dataset_processor.core.settings import Settings
from dataset_processor.db.models import MAX_FAILURES, Job, JobState, OutboxMessage
from dataset_processor.maintenance import stale_jobs
from dataset_processor.maintenance.outcome import Outcome
from dataset_processor.outbox.record import doorbell, staged
from dataset_processor.storage.minio_store import MinioStore
from dataset_processor.worker.claim import claim_job
from dataset_processor.worker.resources import Resources

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def ago(span: timedelta) -> Any:
    return func.now() - span


@pytest.fixture
def resources(engine: Engine, settings: Settings, store: MinioStore) -> Resources:
    return Resources(settings=settings, engine=engine, store=store, worker_id="worker-1", draining=lambda: False)


@pytest.fixture
def listening(engine: Engine) -> Iterator[Any]:
    """A connection that hears wake-up calls."""
    pooled = engine.raw_connection()
    connection: Any = pooled.driver_connection
    connection.execute("LISTEN job_outbox")
    connection.commit()
    yield connection
    pooled.invalidate()


def add_message(session: Session, job: Job, age: timedelta, status: str = "delivered", times: int = 1) -> None:
    """Messages of the job, delivered (or dead) so long ago."""
    payload = doorbell(job).model_dump(mode="json")
    row = {"job_id": job.id, "payload": payload, "status": status, "delivered_at": ago(age), "created_at": ago(age)}
    for _ in range(times):
        session.execute(insert(OutboxMessage).values(row))
    session.commit()


def test_with_nothing_wrong_nothing_happens(
    engine: Engine, session: Session, settings: Settings, resources: Resources
) -> None:
    claimed(resources, session)
    fresh = add_job(session, add_dataset(session))
    session.execute(staged(doorbell(fresh)))
    session.commit()
    for state in ("success", "failure"):
        add_job(session, add_dataset(session), state=state, queued_at=ago(30 * DAY))
    assert stale_jobs.run_once(engine, settings) == Outcome()


@pytest.mark.parametrize("state", ["queued", "retrying", "started"])
def test_a_job_without_a_sign_of_life_for_too_long_fails_as_stale(
    engine: Engine, session: Session, settings: Settings, state: str
) -> None:
    job = add_job(session, add_dataset(session, status="processing"), state=state, queued_at=ago(DAY + SECOND))
    session.execute(staged(doorbell(job)))
    session.commit()
    assert stale_jobs.run_once(engine, settings) == Outcome(scanned=1, cleaned=1)
    failed, dataset = job_now(session, job.id), dataset_now(session, job.dataset_id)
    assert (failed.state, failed.error_code) == (JobState.FAILURE, "stale")
    assert failed.error is not None
    assert failed.error.startswith("Stale:")
    assert failed.finished_at is not None
    assert failed.lease_expires_at is None
    assert (dataset.status, dataset.error) == ("failed", failed.error)
    assert stale_jobs.run_once(engine, settings) == Outcome()


def test_a_job_whose_message_the_broker_has_not_taken_is_the_dispatchers_to_fail(
    engine: Engine, session: Session, settings: Settings
) -> None:
    job = add_job(session, add_dataset(session), queued_at=ago(DAY + SECOND))
    session.execute(staged(doorbell(job)))
    session.execute(update(OutboxMessage).values(attempt_count=1))
    session.commit()
    assert stale_jobs.run_once(engine, settings) == Outcome()
    assert job_now(session, job.id).state == JobState.QUEUED


def test_a_job_whose_message_the_broker_does_not_take_is_left_to_the_dispatcher(
    engine: Engine, session: Session, settings: Settings
) -> None:
    job = add_job(session, add_dataset(session), queued_at=ago(DAY + SECOND))
    session.execute(staged(doorbell(job)))
    session.execute(update(OutboxMessage).values(attempt_count=1, last_error="no broker"))
    session.commit()
    assert stale_jobs.run_once(engine, settings) == Outcome()
    assert job_now(session, job.id).state == JobState.QUEUED


@pytest.mark.parametrize("column", ["started_at", "heartbeat_at"])
def test_a_later_sign_of_life_counts(engine: Engine, session: Session, settings: Settings, column: str) -> None:
    values = {column: ago(DAY - 60 * SECOND)}
    job = add_job(session, add_dataset(session), state="started", queued_at=ago(9 * DAY), **values)
    stale_jobs.run_once(engine, settings)
    assert job_now(session, job.id).state == JobState.RETRYING


def test_a_job_with_a_living_worker_may_take_longer_than_a_day(
    engine: Engine, session: Session, settings: Settings, resources: Resources
) -> None:
    claim = claimed(resources, session, queued_at=ago(9 * DAY))
    change_job(session, claim.job_id, started_at=ago(8 * DAY))
    assert stale_jobs.run_once(engine, settings) == Outcome()
    assert job_now(session, claim.job_id).state == JobState.STARTED


def test_the_age_of_stale_jobs_is_a_setting(engine: Engine, session: Session, settings: Settings) -> None:
    job = add_job(session, add_dataset(session), queued_at=ago(11 * SECOND))
    assert stale_jobs.run_once(engine, settings).cleaned == 0
    stale_jobs.run_once(engine, settings.model_copy(update={"stale_job_seconds": 10}))
    assert job_now(session, job.id).error_code == "stale"


def test_a_lapsed_lease_is_taken_back_and_the_job_queued_again(
    engine: Engine, session: Session, settings: Settings, resources: Resources, listening: Any
) -> None:
    claim = claimed(resources, session)
    change_job(session, claim.job_id, lease_expires_at=ago(SECOND))
    assert stale_jobs.run_once(engine, settings) == Outcome(scanned=1, cleaned=1)
    job = job_now(session, claim.job_id)
    assert (job.state, job.failures, job.error_code) == (JobState.RETRYING, 1, "worker_lost")
    assert (job.lease_expires_at, job.worker_id, job.finished_at) == (None, None, None)
    assert attempts_of(session, claim.job_id) == [(1, "lost")]
    assert dataset_now(session, claim.dataset_id).status == "processing"
    (message,) = pending_of(session, claim.job_id)
    assert message.next_attempt_at <= database_time(session)
    assert [call.channel for call in listening.notifies(timeout=5, stop_after=1)] == ["job_outbox"]
    second = claim_job(resources, claim.job_id)
    assert second is not None
    assert (second.attempt, second.failures) == (2, 1)


def test_a_row_with_the_contracts_columns_alone_is_taken_back(
    engine: Engine, session: Session, settings: Settings
) -> None:
    job = add_job(session, add_dataset(session), state="started")
    stale_jobs.run_once(engine, settings)
    assert job_now(session, job.id).state == JobState.RETRYING
    assert len(pending_of(session, job.id)) == 1


def test_a_lease_that_lapsed_too_often_fails_job_and_dataset_with_the_reason(
    engine: Engine, session: Session, settings: Settings, resources: Resources
) -> None:
    claim = claimed(resources, session, failures=MAX_FAILURES)
    change_job(session, claim.job_id, lease_expires_at=ago(SECOND))
    stale_jobs.run_once(engine, settings)
    job, dataset = job_now(session, claim.job_id), dataset_now(session, claim.dataset_id)
    assert (job.state, job.error_code, job.failures) == (JobState.FAILURE, "worker_lost", MAX_FAILURES + 1)
    assert job.error is not None
    assert "4 times" in job.error
    assert (dataset.status, dataset.error) == ("failed", job.error)
    assert attempts_of(session, claim.job_id) == [(1, "lost")]
    assert pending_of(session, claim.job_id) == []


@pytest.mark.parametrize("state", ["queued", "retrying"])
@pytest.mark.parametrize("silence", [(1, 120), (2, 240), (3, 480), (7, 7680), (9, 7680)])
def test_a_message_that_was_delivered_in_vain_is_sent_again_after_twice_the_time(
    engine: Engine, session: Session, settings: Settings, state: str, silence: tuple[int, int]
) -> None:
    delivered, seconds = silence
    early, late = (add_job(session, add_dataset(session), state=state, queued_at=ago(DAY / 2)) for _ in range(2))
    add_message(session, early, (seconds - 5) * SECOND, times=delivered)
    add_message(session, late, (seconds + 5) * SECOND, times=delivered)
    assert stale_jobs.run_once(engine, settings) == Outcome(scanned=1, cleaned=1)
    assert pending_of(session, early.id) == []
    assert len(pending_of(session, late.id)) == 1
    assert job_now(session, late.id).state == state
    assert job_now(session, late.id).failures == 0
    assert stale_jobs.run_once(engine, settings) == Outcome()


def test_a_waiting_job_without_any_message_gets_one(engine: Engine, session: Session, settings: Settings) -> None:
    young = add_job(session, add_dataset(session), queued_at=ago(110 * SECOND))
    old = add_job(session, add_dataset(session), queued_at=ago(130 * SECOND))
    stale_jobs.run_once(engine, settings)
    assert pending_of(session, young.id) == []
    (message,) = pending_of(session, old.id)
    assert message.payload["job_id"] == str(old.id)


def test_a_retry_is_missed_only_once_it_was_due(engine: Engine, session: Session, settings: Settings) -> None:
    dataset = add_dataset(session)
    job = add_job(session, dataset, state="retrying", queued_at=ago(DAY / 2), run_after=func.now() + 60 * SECOND)
    add_message(session, job, DAY / 3)
    assert stale_jobs.run_once(engine, settings) == Outcome()
    change_job(session, job.id, run_after=ago(121 * SECOND))
    assert stale_jobs.run_once(engine, settings).cleaned == 1


def test_a_job_whose_message_still_waits_to_leave_is_not_missed(
    engine: Engine, session: Session, settings: Settings
) -> None:
    job = add_job(session, add_dataset(session), queued_at=ago(DAY / 2))
    session.execute(staged(doorbell(job), 3600 * SECOND))
    session.commit()
    assert stale_jobs.run_once(engine, settings) == Outcome()


def test_a_job_that_somebody_holds_is_left_to_him(engine: Engine, session: Session, settings: Settings) -> None:
    held = add_job(session, add_dataset(session), state="started")
    free = add_job(session, add_dataset(session), state="started")
    with Session(engine) as other, other.begin():
        other.scalars(select(Job).where(Job.id == held.id).with_for_update()).one()
        assert stale_jobs.run_once(engine, settings) == Outcome(scanned=1, cleaned=1)
    assert job_now(session, held.id).state == JobState.STARTED
    assert job_now(session, free.id).state == JobState.RETRYING


def test_more_jobs_than_one_batch_are_all_put_right_once_by_several_sweeps(
    engine: Engine, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stale_jobs, "BATCH", 10)
    jobs = [add_job(session, add_dataset(session), state="started") for _ in range(45)]
    together = threading.Barrier(3)
    outcomes: list[Outcome] = []

    def sweep() -> None:
        together.wait()
        outcomes.append(stale_jobs.run_once(engine, settings))

    threads = [threading.Thread(target=sweep) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcomes.append(stale_jobs.run_once(engine, settings))
    assert sum(outcome.cleaned for outcome in outcomes) == 45
    assert {job_now(session, job.id).failures for job in jobs} == {1}
    assert all(len(pending_of(session, job.id)) == 1 for job in jobs)
