"""Processes and services die in the middle; the job ends well, once, and soon."""

import os
import signal
import time
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from tests.backends import Backends
from tests.e2e.caller import Caller
from tests.e2e.long_job import LONG_CSV, assert_done_once, started_long_job
from tests.e2e.narrow_road import NarrowRoad
from tests.factories import unique_csv
from tests.worker.attempts import attempts_of, job_now

from dataset_processor.core.process_identity import ProcessIdentity as WorkerIdentity
from dataset_processor.db.models import OutboxMessage
from local_stack.processes import ProcessIdentity
from local_stack.stack import Stack
from local_stack.waiting import wait_until

T = TypeVar("T")
SAME_HOST_SECONDS = 10  # a dead worker is noticed at once; the rest is starting another one on a busy machine


def child_at_work(session: Session, job_id: str) -> ProcessIdentity:
    """The worker's process that holds the job."""
    owner = WorkerIdentity.parse(job_now(session, UUID(job_id)).worker_id or "")
    assert owner is not None
    return ProcessIdentity(owner.pid, int(owner.start_tick))


def test_with_the_broker_down_a_job_is_accepted_and_done_once_it_is_back(
    caller: Caller, backends: Backends, session: Session
) -> None:
    backends.stop("rabbitmq")
    try:
        job_id = caller.process(caller.upload(unique_csv())["id"])["job_id"]
        tried = select(OutboxMessage.attempt_count)
        assert wait_until(lambda: _read(session, tried) > 0, 10)
        assert caller.job(job_id)["state"] == "queued"
    finally:
        backends.start("rabbitmq")
    assert caller.finished(job_id, 30)["state"] == "success"
    assert_done_once(session, job_id)


def test_a_job_that_was_saved_while_no_dispatcher_ran_is_done_once_one_runs(
    caller: Caller, stack: Stack, session: Session
) -> None:
    stack.kill("dispatcher")
    job_id = caller.process(caller.upload(unique_csv())["id"])["job_id"]
    assert _read(session, select(OutboxMessage.status)) == "pending"
    assert caller.job(job_id)["state"] == "queued"
    stack.start("dispatcher")
    assert caller.finished(job_id, 20)["state"] == "success"
    assert_done_once(session, job_id)


def test_a_killed_worker_is_succeeded_at_once_by_a_new_one(
    caller: Caller, stack: Stack, session: Session, road: NarrowRoad
) -> None:
    job_id = started_long_job(caller, road)
    stack.kill("worker")
    road.widen()
    stack.start("worker")
    began = time.monotonic()
    job = caller.finished(job_id, 30)
    assert time.monotonic() - began < SAME_HOST_SECONDS
    assert (job["state"], job["attempt"]) == ("success", 2)
    assert attempts_of(session, UUID(job_id)) == [(1, "lost"), (2, "success")]
    assert_done_once(session, job_id)


def test_a_killed_child_is_succeeded_at_once_by_its_parents_next_one(
    caller: Caller, session: Session, road: NarrowRoad
) -> None:
    job_id = started_long_job(caller, road)
    began = time.monotonic()
    child_at_work(session, job_id).signal(signal.SIGKILL)
    caller.job_that(job_id, lambda job: job["attempt"] == 2, 10)
    assert time.monotonic() - began < 4
    road.widen()
    assert caller.finished(job_id)["attempt"] == 2
    assert attempts_of(session, UUID(job_id)) == [(1, "lost"), (2, "success")]
    assert_done_once(session, job_id)


def test_a_killed_parent_takes_its_children_along_and_is_succeeded_at_once(
    caller: Caller, stack: Stack, session: Session, road: NarrowRoad
) -> None:
    job_id = started_long_job(caller, road)
    child, parent = child_at_work(session, job_id), stack.pid("worker")
    assert parent is not None
    os.kill(parent, signal.SIGKILL)
    assert wait_until(lambda: not child.is_alive(), 5)
    road.widen()
    stack.start("worker")
    began = time.monotonic()
    assert caller.finished(job_id)["attempt"] == 2
    assert time.monotonic() - began < SAME_HOST_SECONDS
    assert_done_once(session, job_id)


def test_a_job_that_kills_its_worker_each_time_fails_and_others_are_not_affected(
    caller: Caller, session: Session, road: NarrowRoad
) -> None:
    job_id = started_long_job(caller, road)
    for attempt in (1, 2, 3, 4):
        caller.being_read(job_id, attempt)
        child_at_work(session, job_id).signal(signal.SIGKILL)
    road.widen()
    job = caller.finished(job_id, 30)
    assert (job["state"], job["error_code"], job["attempt"]) == ("failure", "worker_lost", 4)
    assert "4 times" in job["error"]
    assert caller.dataset(job["dataset_id"])["status"] == "failed"
    assert caller.run(unique_csv())[1]["state"] == "success"


def test_a_worker_that_is_asked_to_stop_gives_its_job_back_and_another_finishes_it(
    caller: Caller, stack: Stack, session: Session, road: NarrowRoad
) -> None:
    job_id = started_long_job(caller, road)
    began = time.monotonic()
    stack.stop("worker")
    assert time.monotonic() - began < 10
    released = job_now(session, UUID(job_id))
    assert (released.state, released.failures) == ("retrying", 0)
    road.widen()
    stack.start("worker")
    caller.finished(job_id, 20)
    assert {outcome for _, outcome in attempts_of(session, UUID(job_id))} == {"released", "success"}
    assert job_now(session, UUID(job_id)).failures == 0
    assert_done_once(session, job_id)


def test_a_restart_of_the_database_does_not_end_a_job(
    caller: Caller, backends: Backends, session: Session, road: NarrowRoad
) -> None:
    job_id = started_long_job(caller, road)
    session.close()
    backends.stop("postgres")
    backends.start("postgres")
    road.widen()
    assert caller.finished(job_id, 30)["attempt"] == 1
    assert_done_once(session, job_id)


def test_a_restart_of_the_broker_does_not_end_a_job(
    caller: Caller, backends: Backends, session: Session, road: NarrowRoad
) -> None:
    job_id = started_long_job(caller, road)
    backends.stop("rabbitmq")
    road.widen()
    try:
        assert caller.finished(job_id, 30)["attempt"] == 1
    finally:
        backends.start("rabbitmq")
    assert caller.run(unique_csv())[1]["state"] == "success"
    assert [outcome for _, outcome in attempts_of(session, UUID(job_id))] == ["success"]


def test_a_store_that_goes_away_is_tried_again(
    caller: Caller, backends: Backends, session: Session, road: NarrowRoad
) -> None:
    job_id = started_long_job(caller, road)
    backends.stop("s3")
    try:
        road.widen()
        waiting = caller.job_that(job_id, lambda job: job["state"] == "retrying", 30)
        assert waiting["error_code"] == "storage_unavailable"
    finally:
        backends.start("s3")
    job = caller.finished(job_id, 30)
    assert (job["state"], job["attempt"], job["error"]) == ("success", 2, None)
    assert_done_once(session, job_id)


def test_a_file_that_breaks_off_twenty_times_on_its_way_is_done_in_one_attempt(
    caller: Caller, session: Session, road: NarrowRoad
) -> None:
    dataset = caller.upload(LONG_CSV)
    road.cut([40_000] * 20)
    job = caller.finished(caller.process(dataset["id"])["job_id"], 40)
    assert (job["state"], job["attempt"]) == ("success", 1)
    assert road.cuts_to_come == 0
    assert_done_once(session, job["id"])


def _read(session: Session, statement: Select[T]) -> T:
    """One value as it is now."""
    session.rollback()
    return session.scalars(statement).one()
