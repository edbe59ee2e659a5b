"""A worker that wakes up after its job went to another one."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from tests.backends import Backends
from tests.e2e.caller import Caller
from tests.e2e.long_job import assert_done_once, started_long_job
from tests.e2e.narrow_road import NarrowRoad
from tests.e2e.processes import processes
from tests.worker.attempts import attempts_of, everything

from local_stack.stack import Stack
from local_stack.waiting import wait_until


@pytest.fixture
def stack(tmp_path: Path, backends: Backends, road: NarrowRoad, engine: Engine) -> Iterator[Stack]:
    """Leases last 3 s and are looked after twice a second; a worker takes no message beside the one it works on."""
    short = {"JOB_LEASE_SECONDS": "3", "SWEEP_INTERVAL_SECONDS": "0.5", "WORKER_CONCURRENCY": "1"}
    way = {"S3_HOST": "127.0.0.1", "S3_PORT": str(road.port)}
    with processes(tmp_path / "first", backends, {"api", "worker", "dispatcher"}, **short, **way) as stack:
        yield stack
        stack.resume("worker")


@pytest.fixture
def second_worker(tmp_path: Path, backends: Backends, road: NarrowRoad, stack: Stack) -> Iterator[Stack]:
    """On the same host; not started."""
    way = {"S3_HOST": "127.0.0.1", "S3_PORT": str(road.port)}
    second = processes(tmp_path / "second", backends, {"worker"}, JOB_LEASE_SECONDS="3", **way)
    yield second
    second.stop()


def test_a_worker_that_was_frozen_beyond_its_lease_has_no_effect_when_it_wakes(
    caller: Caller, stack: Stack, second_worker: Stack, road: NarrowRoad, session: Session
) -> None:
    job_id = started_long_job(caller, road)
    stack.suspend("worker")
    caller.job_that(job_id, lambda job: job["state"] == "retrying", 15)
    road.widen()
    second_worker.start()
    job = caller.finished(job_id)
    assert (job["state"], job["attempt"]) == ("success", 2)
    before = everything(session.get_bind())
    stack.resume("worker")
    assert wait_until(lambda: " succeeded in " in stack.log("worker"), 20)  # the task has ended
    assert everything(session.get_bind()) == before
    assert attempts_of(session, UUID(job_id)) == [(1, "lost"), (2, "success")]
    assert_done_once(session, job_id)
