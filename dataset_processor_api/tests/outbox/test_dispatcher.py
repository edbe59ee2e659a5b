import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, text, update
from sqlalchemy.orm import Session
from structlog.testing import capture_logs
from tests.backends import Backends
from tests.factories import add_dataset, add_job
from tests.outbox.broker_queue import BrokerQueue
from tests.outbox.staging import add_staged_job, make_due, message_of, messages_of, seconds_until_due

from dataset_processor.core.settings import Settings
from dataset_processor.db.models import Dataset, Job, JobState, OutboxMessage, OutboxStatus
from dataset_processor.db.queries import outbox
from dataset_processor.db.session import sync_engine
from dataset_processor.outbox.dispatcher import BatchOutcome, Dispatcher
from dataset_processor.outbox.messages import ProcessDataset
from dataset_processor.outbox.publisher import BrokerUnavailable, MessageRefused, RabbitPublisher
from dataset_processor.outbox.record import doorbell, staged
from local_stack.waiting import wait_until


class Crash(BaseException):
    """The process ends here."""


class CrashingPublisher(RabbitPublisher):
    """Ends the process once the broker has confirmed."""

    def publish(self, message: ProcessDataset) -> None:
        super().publish(message)
        raise Crash


class FailingPublisher(RabbitPublisher):
    """The connection breaks at every message of these jobs, with this error."""

    def __init__(self, settings: Settings, fails_for: set[str], error: Exception) -> None:
        super().__init__(settings)
        self.fails_for = fails_for
        self.error = error

    def publish(self, message: ProcessDataset) -> None:
        if str(message.job_id) in self.fails_for:
            self.close()
            raise self.error
        super().publish(message)


@contextmanager
def running(dispatcher: Dispatcher, engine: Engine) -> Iterator[None]:
    """The dispatcher's loop in a thread; it ends at the end, and without an error."""
    stop = threading.Event()
    errors: list[BaseException] = []

    def run() -> None:
        try:
            dispatcher.run(stop)
        except BaseException as error:
            errors.append(error)
            raise

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        with engine.begin() as connection:
            connection.execute(outbox.wake())
        thread.join(30)
    assert not thread.is_alive()
    assert not errors


def is_delivered(session: Session, job: Job) -> Callable[[], bool]:
    return lambda: messages_of(session, job)[-1].status == OutboxStatus.DELIVERED


def test_a_due_message_is_published_and_saved_as_delivered(
    session: Session, queue: BrokerQueue, dispatcher: Dispatcher
) -> None:
    job = add_staged_job(session, celery_task_id="task-1")
    assert dispatcher.dispatch_batch() == BatchOutcome(delivered=1)
    message = message_of(session, job)
    assert (message.status, message.attempt_count, message.last_error) == (OutboxStatus.DELIVERED, 1, None)
    assert message.delivered_at is not None
    (arrived,) = queue.take(1)
    assert (arrived["job_id"], arrived["id"]) == (str(job.id), "task-1")
    assert dispatcher.dispatch_batch() == BatchOutcome()
    queue.take(0)


def test_a_message_that_is_not_due_waits(session: Session, queue: BrokerQueue, dispatcher: Dispatcher) -> None:
    job = add_staged_job(session, timedelta(seconds=60))
    assert dispatcher.dispatch_batch().taken == 0
    make_due(session, job)
    assert dispatcher.dispatch_batch().delivered == 1
    queue.take(1)


def test_the_longest_due_go_first_and_a_pass_has_its_limit(
    engine: Engine, session: Session, queue: BrokerQueue, publisher: RabbitPublisher, settings: Settings
) -> None:
    jobs = [add_staged_job(session) for _ in range(5)]
    make_due(session, jobs[3])
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.job_id == jobs[4].id)
        .values(next_attempt_at=func.now() - timedelta(hours=1))
    )
    session.commit()
    small = settings.model_copy(update={"outbox_batch_size": 2})
    dispatcher = Dispatcher(engine, publisher, small, sweep=lambda: None)
    assert [dispatcher.dispatch_batch().delivered for _ in range(4)] == [2, 2, 1, 0]
    order = [jobs[number].id for number in (4, 0, 1, 2, 3)]
    assert [arrived["job_id"] for arrived in queue.take(5)] == [str(job_id) for job_id in order]


def test_two_dispatchers_at_once_publish_each_message_once(
    engine: Engine, session: Session, queue: BrokerQueue, settings: Settings
) -> None:
    dataset = [add_dataset(session) for _ in range(60)]
    jobs = [add_job(session, one) for one in dataset]
    for job in jobs:
        session.execute(staged(doorbell(job)))
    session.commit()
    small = settings.model_copy(update={"outbox_batch_size": 7})
    together = threading.Barrier(2)
    delivered: list[int] = []

    def dispatch() -> None:
        with RabbitPublisher(settings) as publisher:
            dispatcher = Dispatcher(engine, publisher, small, sweep=lambda: None)
            publisher.connect()
            together.wait()
            delivered.extend(iter(lambda: dispatcher.dispatch_batch().delivered, 0))

    threads = [threading.Thread(target=dispatch) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(delivered) == 60
    assert {arrived["job_id"] for arrived in queue.take(60)} == {str(job.id) for job in jobs}


def test_a_message_that_another_dispatcher_holds_is_skipped(
    engine: Engine, session: Session, queue: BrokerQueue, dispatcher: Dispatcher
) -> None:
    held, free = add_staged_job(session), add_staged_job(session)
    with Session(engine) as other, other.begin():
        other.scalars(outbox.due_batch(10).where(OutboxMessage.job_id == held.id)).one()
        assert dispatcher.dispatch_batch() == BatchOutcome(delivered=1)
    assert [arrived["job_id"] for arrived in queue.take(1)] == [str(free.id)]


def test_while_nobody_listens_each_failure_is_saved_and_the_wait_grows(
    engine: Engine, session: Session, deaf_broker: Settings
) -> None:
    job = add_staged_job(session)
    dispatcher = Dispatcher(engine, RabbitPublisher(deaf_broker), deaf_broker, sweep=lambda: None)
    for tries in range(10):
        assert dispatcher.dispatch_batch() == BatchOutcome(failed=1)
        wait = min(60, 0.5 * 2**tries)
        assert 0.8 * wait - 0.3 < seconds_until_due(session, job) <= 1.2 * wait
        message = message_of(session, job)
        assert (message.status, message.attempt_count) == (OutboxStatus.PENDING, tries + 1)
        assert message.last_error is not None
        assert "refused" in message.last_error
        make_due(session, job)
    session.refresh(job)
    assert job.state == JobState.QUEUED


def test_messages_leave_soon_after_the_broker_is_back(
    backends: Backends, session: Session, engine: Engine, settings: Settings
) -> None:
    patient = settings.model_copy(update={"outbox_poll_seconds": 0.2})
    with RabbitPublisher(settings) as publisher:
        publisher.connect()
        backends.stop("rabbitmq")
        try:
            job = add_staged_job(session)
            with running(Dispatcher(engine, publisher, patient, sweep=lambda: None), engine):
                assert wait_until(lambda: message_of(session, job).attempt_count > 0, 10)
                make_due(session, job, next_attempt_at=func.now() + timedelta(hours=1))
                backends.start("rabbitmq")
                assert wait_until(is_delivered(session, job), 10)
        finally:
            backends.start("rabbitmq")
    with BrokerQueue(settings):
        assert message_of(session, job).last_error is None


def test_a_queue_that_is_deleted_meanwhile_is_made_again_and_the_message_delivered(
    session: Session, queue: BrokerQueue, dispatcher: Dispatcher, publisher: RabbitPublisher
) -> None:
    publisher.publish(ProcessDataset(task_id="1", dataset_id=uuid4(), job_id=uuid4()))
    job = add_staged_job(session)
    queue.delete()
    assert dispatcher.dispatch_batch() == BatchOutcome(failed=1)
    message = message_of(session, job)
    assert message.last_error is not None
    assert "NO_ROUTE" in message.last_error
    assert dispatcher.dispatch_batch() == BatchOutcome(delivered=1)
    assert [arrived["job_id"] for arrived in queue.take(1)] == [str(job.id)]


def test_a_message_at_which_the_connection_breaks_holds_nobody_up(
    engine: Engine, session: Session, queue: BrokerQueue, settings: Settings
) -> None:
    first, second, third = (add_staged_job(session) for _ in range(3))
    with FailingPublisher(settings, {str(first.id)}, BrokerUnavailable("it broke")) as publisher:
        dispatcher = Dispatcher(engine, publisher, settings, sweep=lambda: None)
        assert dispatcher.dispatch_batch() == BatchOutcome(failed=1)
        assert dispatcher.dispatch_batch().delivered == 2
        publisher.fails_for.clear()
        make_due(session, first)
        assert dispatcher.dispatch_batch().delivered == 1
    assert [arrived["job_id"] for arrived in queue.take(3)] == [str(job.id) for job in (second, third, first)]


def test_publishing_is_given_up_after_its_time_and_the_dataset_keeps_its_status(
    engine: Engine, session: Session, deaf_broker: Settings
) -> None:
    dispatcher = Dispatcher(engine, RabbitPublisher(deaf_broker), deaf_broker, sweep=lambda: None)
    old, young = add_staged_job(session), add_staged_job(session)
    age = timedelta(seconds=deaf_broker.outbox_give_up_seconds + 1)
    make_due(session, old, created_at=func.now() - age)
    make_due(session, young, created_at=func.now() - age + timedelta(minutes=1))
    assert dispatcher.dispatch_batch() == BatchOutcome(failed=2, dead=1)
    assert message_of(session, old).status == OutboxStatus.DEAD
    assert message_of(session, young).status == OutboxStatus.PENDING
    session.expire_all()
    given_up, waiting = session.get_one(Job, old.id), session.get_one(Job, young.id)
    assert (given_up.state, given_up.error) == (JobState.FAILURE, "Failed to enqueue task.")
    assert given_up.finished_at is not None
    assert (waiting.state, waiting.error) == (JobState.QUEUED, None)
    assert session.get_one(Dataset, old.dataset_id).status == "uploaded"


@pytest.mark.parametrize(
    ("state", "becomes"), [("retrying", "failure"), ("started", "started"), ("success", "success")]
)
def test_giving_up_fails_only_a_job_that_waits(
    engine: Engine, session: Session, deaf_broker: Settings, state: str, becomes: str
) -> None:
    dispatcher = Dispatcher(engine, RabbitPublisher(deaf_broker), deaf_broker, sweep=lambda: None)
    job = add_staged_job(session, state=state)
    make_due(session, job, created_at=func.now() - timedelta(days=30))
    assert dispatcher.dispatch_batch().dead == 1
    assert message_of(session, job).status == OutboxStatus.DEAD
    session.refresh(job)
    assert job.state == becomes


@pytest.mark.parametrize("payload", [{}, [], {"version": 2}, {"version": 1, "task_id": "1", "job_id": "no"}, "text"])
def test_a_message_this_release_cannot_read_is_made_anew_from_its_job(
    session: Session, queue: BrokerQueue, dispatcher: Dispatcher, payload: object
) -> None:
    jobs = [add_staged_job(session, celery_task_id=f"task-{number}") for number in range(3)]
    make_due(session, jobs[0], payload=payload)
    assert dispatcher.dispatch_batch() == BatchOutcome(delivered=3)
    arrived = {(one["id"], one["job_id"], one["dataset_id"]) for one in queue.take(3)}
    assert arrived == {(job.celery_task_id, str(job.id), str(job.dataset_id)) for job in jobs}


def test_a_message_the_broker_refuses_is_dead_at_once_and_the_others_leave(
    engine: Engine, session: Session, queue: BrokerQueue, settings: Settings
) -> None:
    refused, *others = (add_staged_job(session) for _ in range(3))
    with FailingPublisher(settings, {str(refused.id)}, MessageRefused("PRECONDITION_FAILED")) as publisher:
        outcome = Dispatcher(engine, publisher, settings, sweep=lambda: None).dispatch_batch()
    assert outcome == BatchOutcome(delivered=2, failed=1, dead=1)
    assert {arrived["job_id"] for arrived in queue.take(2)} == {str(job.id) for job in others}
    message = message_of(session, refused)
    assert (message.status, message.attempt_count) == (OutboxStatus.DEAD, 1)
    assert message.last_error is not None
    session.refresh(refused)
    assert (refused.state, refused.error) == (JobState.FAILURE, "Failed to enqueue task.")
    assert session.get_one(Dataset, refused.dataset_id).status == "uploaded"


def test_a_crash_after_the_confirm_sends_a_message_twice_and_loses_none(
    engine: Engine, session: Session, queue: BrokerQueue, dispatcher: Dispatcher, settings: Settings
) -> None:
    job = add_staged_job(session)
    with CrashingPublisher(settings) as publisher, pytest.raises(Crash):
        Dispatcher(engine, publisher, settings, sweep=lambda: None).dispatch_batch()
    assert message_of(session, job).status == OutboxStatus.PENDING
    assert dispatcher.dispatch_batch().delivered == 1
    assert [arrived["job_id"] for arrived in queue.take(2)] == [str(job.id)] * 2


def test_a_wake_up_call_is_faster_than_the_poll(
    engine: Engine, session: Session, publisher: RabbitPublisher, settings: Settings
) -> None:
    rarely = settings.model_copy(update={"outbox_poll_seconds": 15})
    with running(Dispatcher(engine, publisher, rarely, sweep=lambda: None), engine):
        assert wait_until(lambda: _is_anybody_listening(engine), 10)
        for _ in range(2):
            assert wait_until(is_delivered(session, _staged_with_a_call(session)), 5)


def _is_anybody_listening(engine: Engine) -> bool:
    listeners = text("SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN job_outbox' AND state = 'idle'")
    with engine.connect() as connection:
        return bool(connection.scalars(listeners).one())


def _staged_with_a_call(session: Session) -> Job:
    job = add_job(session, add_dataset(session))
    session.execute(staged(doorbell(job)))
    session.execute(outbox.wake())
    session.commit()
    return job


def test_without_a_wake_up_call_the_poll_finds_the_message(
    engine: Engine, session: Session, publisher: RabbitPublisher, settings: Settings
) -> None:
    often = settings.model_copy(update={"outbox_poll_seconds": 0.1})
    with running(Dispatcher(engine, publisher, often, sweep=lambda: None), engine):
        assert wait_until(is_delivered(session, add_staged_job(session)), 5)


def test_the_loop_outlives_a_restart_of_the_database(
    backends: Backends, engine: Engine, session: Session, publisher: RabbitPublisher, settings: Settings
) -> None:
    swept = threading.Event()
    often = settings.model_copy(update={"outbox_poll_seconds": 0.2, "sweep_interval_seconds": 0.2})
    with running(Dispatcher(engine, publisher, often, sweep=swept.set), engine):
        assert wait_until(is_delivered(session, add_staged_job(session)), 5)
        session.close()
        for _ in range(2):
            backends.stop("postgres")
            backends.start("postgres")
        swept.clear()
        assert wait_until(is_delivered(session, add_staged_job(session)), 10)
        assert swept.wait(5)


def test_the_loop_outlives_a_time_without_a_free_connection(
    engine: Engine, session: Session, publisher: RabbitPublisher, settings: Settings
) -> None:
    narrow = sync_engine(settings, "narrow")
    narrow.pool._timeout = 0.1  # type: ignore[attr-defined]  # the pool's own 5 s would only make the test slow
    often = settings.model_copy(update={"outbox_poll_seconds": 0.1})
    held = [narrow.connect() for _ in range(5)]
    job = add_staged_job(session)
    dispatcher = Dispatcher(narrow, publisher, often, sweep=lambda: None)
    with capture_logs() as logs, running(dispatcher, engine):
        assert wait_until(lambda: "dispatcher.database_unavailable" in {entry["event"] for entry in logs}, 10)
        for connection in held:
            connection.close()
        assert wait_until(is_delivered(session, job), 10)
    narrow.dispose()


def test_the_sweep_runs_at_its_interval_and_its_failure_ends_nothing(
    engine: Engine, session: Session, publisher: RabbitPublisher, settings: Settings
) -> None:
    sweeps: list[float] = []

    def sweep() -> None:
        sweeps.append(time.monotonic())
        raise OSError("the network is down")

    often = settings.model_copy(update={"outbox_poll_seconds": 0.05, "sweep_interval_seconds": 0.4})
    with running(Dispatcher(engine, publisher, often, sweep=sweep), engine):
        assert wait_until(lambda: len(sweeps) >= 3, 10)
        assert wait_until(is_delivered(session, add_staged_job(session)), 5)
    assert all(later - earlier > 0.35 for earlier, later in pairwise(sweeps))
