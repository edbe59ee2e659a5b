import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from tests.factories import EPOCH, add_dataset, add_job, add_report
from tests.worker.attempts import (
    attempts_of,
    change_job,
    claim_again,
    claimed,
    database_time,
    dataset_now,
    everything,
    job_now,
    pending_of,
)

from dataset_processor.core.settings import Settings
from dataset_processor.db.models import AttemptOutcome, Job, JobState, Report
from dataset_processor.db.queries import leases
from dataset_processor.storage.keys import report_key
from dataset_processor.storage.minio_store import API_TIMEOUTS, MinioStore
from dataset_processor.storage.store import StorageError, StoredObject
from dataset_processor.worker import finish
from dataset_processor.worker.claim import Claim, claim_job
from dataset_processor.worker.lease import LeaseLost
from dataset_processor.worker.resources import Resources
from local_stack.ports import pick_free

Ending = Callable[[Resources, Claim], None]


def succeed(resources: Resources, claim: Claim) -> None:
    finish.succeed(resources, claim, f"report of attempt {claim.attempt}".encode(), 7)


def fail(resources: Resources, claim: Claim) -> None:
    finish.fail(resources, claim, "Row 3 is broken.", "invalid_json")


def retry(resources: Resources, claim: Claim) -> None:
    finish.retry_or_fail(resources, claim, "The network broke.", "io_error")


ENDINGS = pytest.mark.parametrize("end", [succeed, fail, retry, finish.release], ids=lambda end: end.__name__)


@contextmanager
def losing_the_answer_of_a_commit() -> Iterator[None]:
    """The next commit happens, and its caller hears that the connection broke."""
    losses = [OperationalError("COMMIT", {}, ConnectionError("the answer was lost"))]

    def lose_the_answer(_: Session) -> None:
        if losses:
            raise losses.pop()

    event.listen(Session, "after_commit", lose_the_answer)
    try:
        yield
    finally:
        event.remove(Session, "after_commit", lose_the_answer)
    assert not losses


class CountingStore(MinioStore):
    """Remembers what was put."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, API_TIMEOUTS)
        self.puts: list[bytes] = []

    def put_bytes(self, bucket: str, key: str, body: bytes, content_type: str) -> StoredObject:
        self.puts.append(body)
        return super().put_bytes(bucket, key, body, content_type)


def report_of(session: Session, claim: Claim) -> Report | None:
    session.rollback()
    return session.scalar(select(Report).where(Report.dataset_id == claim.dataset_id))


def test_success_writes_the_report_and_all_rows(
    session: Session, resources: Resources, store: MinioStore, settings: Settings
) -> None:
    claim = claimed(resources, session, error="last time", error_code="io_error")
    succeed(resources, claim)
    job, dataset, report = (
        job_now(session, claim.job_id),
        dataset_now(session, claim.dataset_id),
        report_of(session, claim),
    )
    assert (job.state, job.progress, job.error, job.error_code) == (JobState.SUCCESS, 100, None, None)
    assert (job.lease_expires_at, job.worker_id, job.attempt) == (None, None, 1)
    assert (dataset.status, dataset.row_count, dataset.error) == ("done", 7, None)
    assert job.finished_at is not None
    assert job.finished_at == dataset.processed_at
    assert attempts_of(session, claim.job_id) == [(1, "success")]
    assert pending_of(session, claim.job_id) == []
    assert report is not None
    assert (report.report_bucket, report.report_key) == (settings.s3_bucket_reports, report_key(claim.dataset_id))
    assert store.read(report.report_bucket, report.report_key) == b"report of attempt 1"
    assert store.stat(report.report_bucket, report.report_key).etag == report.report_etag


def test_a_second_success_of_a_dataset_replaces_its_report(
    session: Session, resources: Resources, store: MinioStore
) -> None:
    dataset = add_dataset(session)
    old = add_report(session, dataset, created_at=EPOCH, report_key="an/old/key")
    job = add_job(session, dataset)
    claim = claim_job(resources, job.id)
    assert claim is not None
    succeed(resources, claim)
    report = report_of(session, claim)
    assert report is not None
    session.refresh(report)
    assert (report.id, report.report_key) == (old.id, report_key(dataset.id))
    assert report.created_at > EPOCH


def test_without_the_object_store_success_changes_no_row(
    engine: Engine, session: Session, resources: Resources, settings: Settings
) -> None:
    claim = claimed(resources, session)
    before = everything(engine)
    nowhere = MinioStore(settings.model_copy(update={"s3_port": pick_free()}), API_TIMEOUTS)
    with pytest.raises(StorageError):
        succeed(replace(resources, store=nowhere), claim)
    assert everything(engine) == before
    assert report_of(session, claim) is None


def test_a_failure_tells_the_owner_why(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session, progress=5)
    fail(resources, claim)
    job, dataset = job_now(session, claim.job_id), dataset_now(session, claim.dataset_id)
    assert (job.state, job.error, job.error_code) == (JobState.FAILURE, "Row 3 is broken.", "invalid_json")
    assert (dataset.status, dataset.error) == ("failed", "Row 3 is broken.")
    assert (job.lease_expires_at, job.worker_id, job.failures) == (None, None, 0)
    assert job.finished_at == dataset.processed_at is not None
    assert attempts_of(session, claim.job_id) == [(1, "failure")]
    assert pending_of(session, claim.job_id) == []


def test_a_retry_waits_longer_each_time_and_the_last_cause_ends_the_job(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    for failures, seconds in ((1, 5), (2, 10), (3, 20)):
        finish.retry_or_fail(resources, claim, f"cause {failures}", "io_error")
        job = job_now(session, claim.job_id)
        assert (job.state, job.failures, job.error) == (JobState.RETRYING, failures, f"cause {failures}")
        assert (job.lease_expires_at, job.worker_id, job.finished_at) == (None, None, None)
        assert dataset_now(session, claim.dataset_id).status == "processing"
        assert job.run_after is not None
        delay = (job.run_after - database_time(session)).total_seconds()
        assert 0.8 * seconds - 1 < delay <= 1.2 * seconds
        (message,) = pending_of(session, claim.job_id)
        assert message.next_attempt_at == job.run_after
        claim = claim_again(resources, session, claim.job_id)
    finish.retry_or_fail(resources, claim, "the last cause", "object_missing")
    job = job_now(session, claim.job_id)
    assert (job.state, job.failures, job.error) == (JobState.FAILURE, 4, "the last cause")
    assert job.error_code == "object_missing"
    assert dataset_now(session, claim.dataset_id).error == "the last cause"
    assert attempts_of(session, claim.job_id) == [(1, "retry"), (2, "retry"), (3, "retry"), (4, "failure")]


def test_waits_are_spread_by_a_fifth_either_way(session: Session, resources: Resources) -> None:
    delays = []
    for _ in range(30):
        claim = claimed(resources, session)
        before = database_time(session)
        retry(resources, claim)
        run_after = job_now(session, claim.job_id).run_after
        assert run_after is not None
        delays.append((run_after - before).total_seconds())
    assert 4 <= min(delays) < 4.7
    assert 5.3 < max(delays) < 6.5


def test_a_released_job_can_be_claimed_at_once_and_nothing_is_counted(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session, failures=2)
    finish.release(resources, claim)
    job = job_now(session, claim.job_id)
    assert (job.state, job.failures, job.error, job.worker_id) == (JobState.RETRYING, 2, None, None)
    (message,) = pending_of(session, claim.job_id)
    assert message.next_attempt_at <= database_time(session)
    assert attempts_of(session, claim.job_id) == [(1, "released")]
    second = claim_job(resources, claim.job_id)
    assert second is not None
    assert (second.attempt, second.failures) == (2, 2)


def test_releasing_a_job_wakes_the_dispatcher(engine: Engine, session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    pooled = engine.raw_connection()
    try:
        connection: Any = pooled.driver_connection
        connection.execute("LISTEN job_outbox")
        connection.commit()
        finish.release(resources, claim)
        assert [call.channel for call in connection.notifies(timeout=5, stop_after=1)] == ["job_outbox"]
    finally:
        pooled.invalidate()


@ENDINGS
def test_an_attempt_that_another_has_succeeded_changes_nothing(
    engine: Engine, session: Session, resources: Resources, settings: Settings, end: Ending
) -> None:
    store = CountingStore(settings)
    zombie = claimed(resources, session)
    owner = claim_again(resources, session, zombie.job_id)
    before = everything(engine)
    if end is succeed:
        with pytest.raises(LeaseLost):
            end(replace(resources, store=store), zombie)
    else:
        end(resources, zombie)
    assert everything(engine) == before
    assert store.puts == []
    succeed(resources, owner)
    assert job_now(session, owner.job_id).state == JobState.SUCCESS


@ENDINGS
@pytest.mark.parametrize("state", ["success", "failure", "retrying", "queued"])
def test_an_attempt_whose_job_was_ended_by_others_changes_nothing(
    engine: Engine, session: Session, resources: Resources, end: Ending, state: str
) -> None:
    store = CountingStore(resources.settings)
    claim = claimed(resources, session)
    change_job(session, claim.job_id, state=state)
    before = everything(engine)
    try:
        end(replace(resources, store=store), claim)
    except LeaseLost:
        assert end is succeed
    assert everything(engine) == before
    assert store.puts == []


@ENDINGS
def test_an_end_whose_commit_was_not_answered_happens_once(
    engine: Engine, session: Session, resources: Resources, settings: Settings, end: Ending
) -> None:
    store = CountingStore(settings)
    claim = claimed(resources, session)
    with losing_the_answer_of_a_commit():
        end(replace(resources, store=store), claim)
    after = everything(engine)
    assert len(store.puts) == (end is succeed)
    assert len(attempts_of(session, claim.job_id)) == 1
    assert attempts_of(session, claim.job_id)[0][1] is not None
    assert job_now(session, claim.job_id).failures == (end is retry)
    if end is succeed:
        end(resources, claim)
    assert everything(engine) == after


def test_a_finish_and_a_take_over_at_once_leave_one_owner(
    engine: Engine, session: Session, resources: Resources, other_worker: Resources, settings: Settings
) -> None:
    for _ in range(5):
        claim = claimed(resources, session)
        change_job(session, claim.job_id, lease_expires_at=database_time(session) - timedelta(seconds=1))
        together = threading.Barrier(2)
        lost: list[bool] = []
        taken: list[Claim | None] = []

        def finish_late(claim: Claim = claim, together: threading.Barrier = together, lost: list[bool] = lost) -> None:
            together.wait()
            try:
                succeed(resources, claim)
            except LeaseLost:
                lost.append(True)

        thread = threading.Thread(target=finish_late)
        thread.start()
        together.wait()
        taken.append(claim_job(other_worker, claim.job_id))
        thread.join()
        job = job_now(session, claim.job_id)
        won = taken[0] is not None
        assert bool(lost) == won
        assert job.state == (JobState.STARTED if won else JobState.SUCCESS)
        assert attempts_of(session, claim.job_id) == ([(1, "lost"), (2, None)] if won else [(1, "success")])


def test_the_zombies_log_does_not_say_that_the_job_is_finished(
    session: Session, resources: Resources, capsys: pytest.CaptureFixture[str]
) -> None:
    zombie = claimed(resources, session)
    claim_again(resources, session, zombie.job_id)
    capsys.readouterr()
    fail(resources, zombie)
    finish.release(resources, zombie)
    assert session.get_one(Job, zombie.job_id).state == JobState.STARTED
    told = capsys.readouterr().out
    assert "job.finished" not in told
    assert "job.released" not in told


def test_an_attempt_that_has_ended_keeps_its_outcome(engine: Engine, session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    finish.release(resources, claim)
    before = everything(engine)
    with engine.begin() as connection:
        connection.execute(leases.close_attempt(claim.job_id, claim.attempt, AttemptOutcome.LOST, "too late"))
    assert everything(engine) == before
