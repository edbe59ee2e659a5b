import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from tests.worker.attempts import change_job, claim_again, claimed, database_time, job_now

from dataset_processor.core.settings import Settings
from dataset_processor.db.queries import leases
from dataset_processor.db.session import sync_engine
from dataset_processor.worker import lease as lease_module
from dataset_processor.worker.claim import Claim
from dataset_processor.worker.lease import Draining, Lease, LeaseExpired, LeaseLost
from dataset_processor.worker.resources import Resources
from local_stack.ports import pick_free
from local_stack.waiting import wait_until


def lease_of(resources: Resources, claim: Claim, seconds: float) -> Lease:
    return Lease(resources.engine, claim.job_id, claim.attempt, seconds, resources.draining)


@contextmanager
def working(lease: Lease) -> Iterator[None]:
    """Work that advances until it is told to stop."""
    done = threading.Event()

    def work() -> None:
        with suppress(LeaseLost):
            while not done.wait(0.01):
                lease.advance(5)

    thread = threading.Thread(target=work)
    with lease:
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def a_beat_comes(session: Session, claim: Claim) -> bool:
    seen = job_now(session, claim.job_id).heartbeat_at
    return wait_until(lambda: job_now(session, claim.job_id).heartbeat_at != seen, 5)


def has_progress(session: Session, claim: Claim, percent: int) -> bool:
    return job_now(session, claim.job_id).progress == percent


def is_lost(lease: Lease) -> bool:
    try:
        lease.check()
    except LeaseLost:
        return True
    return False


def test_a_working_attempt_keeps_its_lease_alive(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    change_job(session, claim.job_id, lease_expires_at=database_time(session), heartbeat_at=None)
    lease = lease_of(resources, claim, 1)
    ends = []
    with working(lease):
        for _ in range(3):
            assert a_beat_comes(session, claim)
            ends.append(job_now(session, claim.job_id).lease_expires_at)
        lease.check()
    assert None not in ends
    assert ends == sorted(set(ends), key=str)
    assert not is_lost(lease)


def test_milestones_are_saved_at_once_and_progress_never_falls(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    with lease_of(resources, claim, 60) as lease:
        for percent in (26, 60, 85):
            lease.advance(percent)
            assert wait_until(partial(has_progress, session, claim, percent), 5)
        lease.advance(10)
        lease.advance(85)
    assert job_now(session, claim.job_id).progress == 85


def test_progress_between_milestones_is_saved_soon(
    session: Session, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = claimed(resources, session)
    monkeypatch.setattr(lease_module, "_WRITE_EVERY_SECONDS", 0)
    with lease_of(resources, claim, 60) as lease:
        for percent in range(6, 12):
            lease.advance(percent)
        assert wait_until(lambda: job_now(session, claim.job_id).progress == 11, 5)


def test_rows_and_bytes_done_are_saved_and_begin_anew_with_each_attempt(
    session: Session, resources: Resources, other_worker: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = claimed(resources, session)
    monkeypatch.setattr(lease_module, "_WRITE_EVERY_SECONDS", 0)
    with lease_of(resources, claim, 60) as lease:
        for rows in range(1, 9):
            lease.advance(5, rows, rows * 100)

        def is_saved() -> bool:
            job = job_now(session, claim.job_id)
            return (job.rows_done, job.bytes_done) == (8, 800)

        assert wait_until(is_saved, 5)
    claim_again(other_worker, session, claim.job_id)
    job = job_now(session, claim.job_id)
    assert (job.rows_done, job.bytes_done) == (0, 0)


def test_an_attempt_that_another_has_succeeded_is_told_so(
    session: Session, resources: Resources, other_worker: Resources
) -> None:
    claim = claimed(resources, session)
    second = claim_again(other_worker, session, claim.job_id)
    lease = lease_of(resources, claim, 1)
    with lease:
        assert wait_until(lambda: is_lost(lease), 5)
        with pytest.raises(LeaseLost):
            lease.advance(50)
    job = job_now(session, claim.job_id)
    assert (job.attempt, job.progress, job.worker_id) == (second.attempt, 5, "worker-2")


def test_an_attempt_whose_job_was_ended_by_others_is_told_so(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    change_job(session, claim.job_id, state="failure")
    lease = lease_of(resources, claim, 0.4)
    with lease:
        assert wait_until(lambda: is_lost(lease), 5)


def test_without_the_database_an_attempt_fences_itself_before_its_lease_ends(
    session: Session, resources: Resources, settings: Settings
) -> None:
    claim = claimed(resources, session)
    nowhere = sync_engine(settings.model_copy(update={"postgres_port": pick_free()}), "tests")
    lease = lease_of(replace(resources, engine=nowhere), claim, 6)
    began = time.monotonic()
    with working(lease):
        assert wait_until(lambda: is_lost(lease), 10)
        assert 4.4 < time.monotonic() - began < 6
        with pytest.raises(LeaseExpired):
            lease.advance(50)


def test_a_connection_that_breaks_costs_one_beat_and_not_the_lease(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    lease = lease_of(resources, claim, 1.5)
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'"
    )
    began = time.monotonic()
    with working(lease):
        while time.monotonic() - began < 3:
            session.execute(others)
            assert a_beat_comes(session, claim)
    assert not is_lost(lease)


def test_work_that_does_not_advance_is_not_kept_alive(
    session: Session, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease_module, "STALL_SECONDS", 0.5)
    claim = claimed(resources, session)
    lease = lease_of(resources, claim, 1)
    with lease:
        assert wait_until(lambda: is_lost(lease), 10)
        with pytest.raises(LeaseLost) as raised:
            lease.advance(50)
        assert not isinstance(raised.value, LeaseExpired)
    lease_ends_at = job_now(session, claim.job_id).lease_expires_at
    assert lease_ends_at is not None
    assert wait_until(lambda: database_time(session) > lease_ends_at, 5)


def test_a_process_that_was_asked_to_stop_stops_at_the_next_block(session: Session, resources: Resources) -> None:
    asked = threading.Event()
    claim = claimed(resources, session)
    with lease_of(replace(resources, draining=asked.is_set), claim, 60) as lease:
        lease.advance(6)
        asked.set()
        with pytest.raises(Draining):
            lease.advance(7)


def test_once_stopped_nothing_beats_any_more(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    lease = lease_of(resources, claim, 0.4)
    with lease:
        assert a_beat_comes(session, claim)
    lease.stop()
    last = job_now(session, claim.job_id).heartbeat_at
    assert last is not None
    assert wait_until(lambda: (database_time(session) - last).total_seconds() > 0.5, 5)
    assert job_now(session, claim.job_id).heartbeat_at == last


def test_stopping_costs_no_beat(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    before = job_now(session, claim.job_id).heartbeat_at
    with lease_of(resources, claim, 60):
        pass
    assert job_now(session, claim.job_id).heartbeat_at == before


def test_a_late_beat_does_not_take_progress_back(session: Session, resources: Resources) -> None:
    claim = claimed(resources, session)
    change_job(session, claim.job_id, progress=60)
    with resources.engine.begin() as connection:
        connection.execute(leases.beat(claim.job_id, claim.attempt, timedelta(seconds=60), 25))
    assert job_now(session, claim.job_id).progress == 60
