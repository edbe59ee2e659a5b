import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, func
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from tests.factories import EPOCH, add_dataset, add_job
from tests.worker.attempts import (
    attempts_of,
    change_job,
    claim_again,
    claimed,
    database_time,
    dataset_now,
    job_now,
    pending_of,
)

from dataset_processor.core.process_identity import ProcessIdentity
from dataset_processor.db.models import MAX_FAILURES, Job, JobState, OutboxMessage
from dataset_processor.worker.claim import Claim, claim_job
from dataset_processor.worker.resources import Resources

SECOND = timedelta(seconds=1)
AHEAD, AGO = func.now() + 30 * SECOND, func.now() - SECOND
PRINT_IDENTITY = "from dataset_processor.core.process_identity import ProcessIdentity; print(ProcessIdentity.current())"
THEN_WAIT = f"{PRINT_IDENTITY}; import sys; sys.stdout.flush(); sys.stdin.read()"


def test_a_claim_starts_the_job_and_its_dataset(session: Session, resources: Resources) -> None:
    dataset = add_dataset(session, status="failed", error="last time", size_bytes=12)
    job = add_job(session, dataset, progress=60)
    claim = claim_job(resources, job.id)
    assert claim is not None
    assert (claim.job_id, claim.dataset_id, claim.attempt, claim.failures) == (job.id, dataset.id, 1, 0)
    assert (claim.upload_key, claim.size_bytes) == (dataset.upload_key, 12)
    job = job_now(session, job.id)
    assert (job.state, job.attempt, job.failures, job.progress) == (JobState.STARTED, 1, 0, 5)
    assert (job.worker_id, job.finished_at, job.run_after) == ("worker-1", None, None)
    assert job.started_at is not None
    assert job.lease_expires_at is not None
    lease = job.lease_expires_at - database_time(session)
    assert timedelta(seconds=50) < lease <= timedelta(seconds=resources.settings.job_lease_seconds)
    assert attempts_of(session, job.id) == [(1, None)]
    dataset = dataset_now(session, dataset.id)
    assert (dataset.status, dataset.error) == ("processing", None)


CLAIMABLE: list[dict[str, Any]] = [
    {"state": "queued"},
    {"state": "queued", "run_after": AGO},
    {"state": "retrying"},
    {"state": "retrying", "run_after": AGO},
    {"state": "started", "lease_expires_at": AGO},
    {"state": "started"},
]
NOT_CLAIMABLE: list[dict[str, Any]] = [
    {"state": "retrying", "run_after": AHEAD},
    {"state": "queued", "run_after": AHEAD},
    {"state": "started", "lease_expires_at": AHEAD},
]


@pytest.mark.parametrize("row", CLAIMABLE, ids=lambda row: "-".join(map(str, row)))
def test_what_is_due_or_has_lost_its_lease_can_be_claimed(
    session: Session, resources: Resources, row: dict[str, Any]
) -> None:
    job = add_job(session, add_dataset(session), attempt=2, failures=1, started_at=EPOCH, **row)
    claim = claim_job(resources, job.id)
    assert claim is not None
    assert claim.attempt == 3
    assert claim.failures == (2 if row["state"] == "started" else 1)
    assert job_now(session, job.id).started_at == EPOCH
    assert pending_of(session, job.id) == []


@pytest.mark.parametrize("row", NOT_CLAIMABLE, ids=lambda row: "-".join(map(str, row)))
def test_what_another_holds_or_what_is_not_due_stays_and_a_message_comes_when_that_ends(
    session: Session, resources: Resources, row: dict[str, Any]
) -> None:
    job = add_job(session, add_dataset(session), attempt=2, worker_id="somebody", **row)
    before = job_now(session, job.id).__dict__.copy()
    assert claim_job(resources, job.id) is None
    after = job_now(session, job.id).__dict__
    assert {name: after[name] for name in Job.__table__.columns.keys()} == {  # noqa: SIM118
        name: before[name]
        for name in Job.__table__.columns.keys()  # noqa: SIM118
    }
    (message,) = pending_of(session, job.id)
    ends_at = job.lease_expires_at if row["state"] == "started" else job.run_after
    assert ends_at is not None
    assert timedelta(0) < message.next_attempt_at - ends_at < SECOND


@pytest.mark.parametrize("state", ["success", "failure"])
def test_a_finished_job_is_left_alone(session: Session, resources: Resources, state: str) -> None:
    job = add_job(session, add_dataset(session), state=state)
    assert claim_job(resources, job.id) is None
    assert job_now(session, job.id).state == state
    assert not pending_of(session, job.id)
    assert not attempts_of(session, job.id)


def test_a_job_that_does_not_exist_is_nothing_to_do(session: Session, resources: Resources) -> None:
    assert claim_job(resources, uuid4()) is None
    assert session.query(OutboxMessage).count() == 0


def test_of_many_claims_at_once_one_gets_the_job(session: Session, resources: Resources) -> None:
    job = add_job(session, add_dataset(session))
    together = threading.Barrier(5)
    claims: list[Claim] = []

    def claim(number: int) -> None:
        together.wait()
        if (got := claim_job(replace(resources, worker_id=f"worker-{number}"), job.id)) is not None:
            claims.append(got)

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [claim.attempt for claim in claims] == [1]
    assert attempts_of(session, job.id) == [(1, None)]
    assert len(pending_of(session, job.id)) == 1


def test_taking_over_closes_the_lost_attempt_and_counts_a_failure(
    session: Session, resources: Resources, other_worker: Resources
) -> None:
    claim = claimed(resources, session)
    assert claim_again(other_worker, session, claim.job_id).attempt == 2
    assert attempts_of(session, claim.job_id) == [(1, "lost"), (2, None)]
    assert job_now(session, claim.job_id).failures == 1
    assert job_now(session, claim.job_id).worker_id == "worker-2"


def test_a_dead_owner_on_this_host_is_succeeded_at_once_and_a_living_one_is_not(
    session: Session, resources: Resources
) -> None:
    with subprocess.Popen(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", THEN_WAIT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        worker_id = owner.stdout.readline().strip()
        claim = claimed(replace(resources, worker_id=worker_id), session)
        assert claim_job(resources, claim.job_id) is None
        owner.kill()
        owner.wait()
        second = claim_job(resources, claim.job_id)
    assert second is not None
    assert (second.attempt, second.failures) == (2, 1)
    assert attempts_of(session, claim.job_id) == [(1, "lost"), (2, None)]


def test_an_owner_on_another_host_keeps_its_lease(session: Session, resources: Resources) -> None:
    there = replace(ProcessIdentity.current(), host="elsewhere", pid=2**22 + 1)
    claim = claimed(replace(resources, worker_id=str(there)), session)
    assert claim_job(resources, claim.job_id) is None


def test_a_process_that_left_its_own_attempt_behind_takes_it_up_at_once(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    second = claim_job(resources, claim.job_id)
    assert second is not None
    assert second.attempt == 2


def test_a_claim_whose_answer_was_lost_is_found_when_it_is_made_again(session: Session, resources: Resources) -> None:
    job = add_job(session, add_dataset(session))
    losses = [OperationalError("COMMIT", {}, ConnectionError("the answer was lost"))]

    def lose_the_answer(_: Session) -> None:
        if losses:
            raise losses.pop()

    event.listen(Session, "after_commit", lose_the_answer)
    try:
        claim = claim_job(resources, job.id)
    finally:
        event.remove(Session, "after_commit", lose_the_answer)
    assert claim is not None
    assert not losses
    assert claim.attempt == job_now(session, job.id).attempt


def test_the_last_failure_too_many_ends_the_job_and_its_dataset(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    for _ in range(MAX_FAILURES):
        claim = claim_again(resources, session, claim.job_id)
    assert claim.failures == MAX_FAILURES
    change_job(session, claim.job_id, lease_expires_at=AGO)
    assert claim_job(resources, claim.job_id) is None
    job = job_now(session, claim.job_id)
    assert (job.state, job.error_code, job.failures) == (JobState.FAILURE, "worker_lost", MAX_FAILURES + 1)
    assert (job.lease_expires_at, job.worker_id) == (None, None)
    assert job.finished_at is not None
    assert job.error is not None
    assert "4 times" in job.error
    assert attempts_of(session, job.id) == [(1, "lost"), (2, "lost"), (3, "lost"), (4, "lost")]
    assert job.attempt == 4
    dataset = dataset_now(session, job.dataset_id)
    assert (dataset.status, dataset.error) == ("failed", job.error)
    assert claim_job(resources, claim.job_id) is None
