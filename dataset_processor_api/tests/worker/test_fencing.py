"""Any order of claims, lapses, late attempts and sweeps: the newest token alone has effects."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import cast

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from tests.factories import add_dataset, add_job
from tests.worker.attempts import attempts_of, change_job, dataset_now, everything, job_now, pending_of

from dataset_processor.db.models import ACTIVE_JOB_STATES, MAX_FAILURES, JobState, OutboxMessage, OutboxStatus, Report
from dataset_processor.db.queries import leases
from dataset_processor.maintenance import stale_jobs
from dataset_processor.outbox.record import doorbell, staged
from dataset_processor.storage.store import ObjectStore, StoredObject
from dataset_processor.worker import finish
from dataset_processor.worker.claim import Claim, claim_job
from dataset_processor.worker.lease import LeaseLost
from dataset_processor.worker.resources import Resources

MINUTE = timedelta(minutes=1)
ENDINGS = ("succeed", "fail", "retry", "release")


class LastObject:
    """A store that keeps what was put last: here the database is what is tried."""

    def __init__(self) -> None:
        self.body: bytes | None = None

    def put_bytes(self, bucket: str, key: str, body: bytes, _: str) -> StoredObject:
        self.body = body
        return StoredObject(bucket, key, body.decode(), len(body))


class Attempts(RuleBasedStateMachine):
    """Three workers, one job, and no order in which things must happen."""

    def __init__(self, resources: Resources, session: Session) -> None:
        super().__init__()
        self.store = LastObject()
        self.resources = replace(resources, store=cast("ObjectStore", self.store))
        self.session = session
        self.claims: list[Claim] = []
        dataset = add_dataset(session)
        self.dataset_id = dataset.id
        job = add_job(session, dataset)
        self.job_id = job.id
        session.execute(staged(doorbell(job)))
        session.commit()

    def teardown(self) -> None:
        self.session.delete(dataset_now(self.session, self.dataset_id))
        self.session.commit()

    @rule(number=st.integers(1, 3))
    def a_message_comes(self, number: int) -> None:
        delivered = update(OutboxMessage).where(OutboxMessage.status == OutboxStatus.PENDING)
        self.session.execute(delivered.values(status=OutboxStatus.DELIVERED, delivered_at=func.now()))
        self.session.commit()
        claim = claim_job(replace(self.resources, worker_id=f"worker-{number}"), self.job_id)
        if claim is not None:
            assert claim.attempt == max((earlier.attempt for earlier in self.claims), default=0) + 1
            self.claims.append(claim)

    @rule()
    def the_wait_is_over(self) -> None:
        change_job(self.session, self.job_id, run_after=None)

    @precondition(lambda self: job_now(self.session, self.job_id).state == JobState.STARTED)
    @rule()
    def the_lease_lapses(self) -> None:
        change_job(self.session, self.job_id, lease_expires_at=func.now() - MINUTE)

    @rule()
    def the_sweep_runs(self) -> None:
        stale_jobs.run_once(self.resources.engine, self.resources.settings)

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def an_attempt_beats(self, data: st.DataObject) -> None:
        claim = data.draw(st.sampled_from(self.claims))
        owns = self._owns(claim)
        with self.resources.engine.begin() as connection:
            beat = leases.beat(claim.job_id, claim.attempt, MINUTE, claim.attempt * 10)
            assert connection.execute(beat).rowcount == owns

    @precondition(lambda self: self.claims)
    @rule(data=st.data(), how=st.sampled_from(ENDINGS))
    def an_attempt_ends(self, data: st.DataObject, how: str) -> None:
        claim = data.draw(st.sampled_from(self.claims))
        owns, before, body = self._owns(claim), everything(self.resources.engine), self.store.body
        had_succeeded = (claim.attempt, "success") in attempts_of(self.session, self.job_id)
        try:
            self._end(claim, how)
        except LeaseLost:
            assert not owns
        else:
            assert owns or how != "succeed" or had_succeeded
        if owns:
            assert everything(self.resources.engine) != before
        else:
            assert everything(self.resources.engine) == before
            assert self.store.body == body

    def _end(self, claim: Claim, how: str) -> None:
        if how == "succeed":
            finish.succeed(self.resources, claim, f"{claim.attempt}".encode(), 1)
        elif how == "fail":
            finish.fail(self.resources, claim, "Row 1 is broken.", "invalid_json")
        elif how == "retry":
            finish.retry_or_fail(self.resources, claim, "The network broke.", "io_error")
        else:
            finish.release(self.resources, claim)

    def _owns(self, claim: Claim) -> bool:
        job = job_now(self.session, self.job_id)
        return job.state == JobState.STARTED and job.attempt == claim.attempt

    @invariant()
    def the_rows_agree(self) -> None:
        job, attempts = job_now(self.session, self.job_id), attempts_of(self.session, self.job_id)
        assert job.attempt == len(attempts) == len(self.claims)
        assert (job.state == JobState.STARTED) == (job.lease_expires_at is not None) == (job.worker_id is not None)
        assert (job.finished_at is not None) == (job.state not in ACTIVE_JOB_STATES)
        assert job.failures <= MAX_FAILURES + 1
        still_open = [number for number, outcome in attempts if outcome is None]
        assert still_open == ([job.attempt] if job.state == JobState.STARTED else [])

    @invariant()
    def there_is_one_report_of_the_one_attempt_that_succeeded(self) -> None:
        job, dataset = job_now(self.session, self.job_id), dataset_now(self.session, self.dataset_id)
        succeeded = [n for n, outcome in attempts_of(self.session, self.job_id) if outcome == "success"]
        etags = self.session.scalars(select(Report.report_etag)).all()
        assert (job.state == JobState.SUCCESS) == (dataset.status == "done") == bool(succeeded)
        assert (job.state == JobState.FAILURE) == (dataset.status == "failed")
        assert list(etags) == [str(number) for number in succeeded]
        assert self.store.body == (str(succeeded[0]).encode() if succeeded else None)

    @invariant()
    def a_job_that_waits_has_a_message(self) -> None:
        if job_now(self.session, self.job_id).state in {JobState.QUEUED, JobState.RETRYING}:
            assert len(pending_of(self.session, self.job_id)) == 1


def test_the_newest_token_alone_has_effects_whatever_the_order(session: Session, resources: Resources) -> None:
    run_state_machine_as_test(
        cast("type[RuleBasedStateMachine]", partial(Attempts, resources, session)),
        settings=settings(
            max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
