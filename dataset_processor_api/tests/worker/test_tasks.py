"""The tasks as a real worker runs them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import amqp
import pytest
from kombu import Connection
from sqlalchemy.orm import Session
from tests.backends import Backends
from tests.e2e.processes import processes
from tests.factories import add_job, add_stored_dataset
from tests.worker.attempts import attempts_of, job_now

from dataset_processor.core.settings import Settings
from dataset_processor.outbox.messages import ProcessDataset
from dataset_processor.outbox.publisher import RabbitPublisher
from dataset_processor.outbox.queues import celery_app
from dataset_processor.storage.minio_store import MinioStore
from local_stack.stack import Stack
from local_stack.waiting import wait_until


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory, backends: Backends) -> Iterator[Stack]:
    with processes(tmp_path_factory.mktemp("worker"), backends, {"worker"}) as worker:
        yield worker


@pytest.fixture
def publisher(settings: Settings, worker: Stack) -> Iterator[RabbitPublisher]:
    with RabbitPublisher(settings) as publisher:
        yield publisher


def doorbell(dataset_id: UUID, job_id: UUID) -> ProcessDataset:
    return ProcessDataset(task_id=str(uuid4()), dataset_id=dataset_id, job_id=job_id)


def ping(settings: Settings) -> Any:
    app = celery_app(settings)
    try:
        return app.send_task("ping", ignore_result=False).get(timeout=20)
    finally:
        app.backend.result_consumer.stop()  # celery would leave this connection open
        app.close()


def test_ping_is_answered(settings: Settings, worker: Stack) -> None:
    assert ping(settings) == "pong"


def test_a_job_nobody_knows_is_ignored_and_the_worker_goes_on(
    session: Session, publisher: RabbitPublisher, worker: Stack, settings: Settings
) -> None:
    job_id = uuid4()
    publisher.publish(doorbell(uuid4(), job_id))
    assert wait_until(lambda: f'"job_id": "{job_id}"' in worker.log("worker"), 10)
    assert ping(settings) == "pong"


def test_a_message_with_a_broken_id_is_dropped_and_the_worker_goes_on(settings: Settings, worker: Stack) -> None:
    app = celery_app(settings)
    app.send_task("process_dataset", args=["no id", "neither"], ignore_result=True)
    app.close()
    assert wait_until(lambda: "badly formed hexadecimal UUID string" in worker.log("worker"), 10)
    assert ping(settings) == "pong"


def test_a_message_that_comes_many_times_is_one_attempt(
    session: Session, store: MinioStore, publisher: RabbitPublisher, worker: Stack
) -> None:
    job = add_job(session, add_stored_dataset(session, store))
    message = doorbell(job.dataset_id, job.id)
    for _ in range(5):
        publisher.publish(message)
    assert wait_until(lambda: job_now(session, job.id).state == "success", 20)
    publisher.publish(message)
    log_of_job = f'"job_id": "{job.id}"'
    lines = [log_of_job, '"job.nothing_to_do"']
    assert wait_until(lambda: any(all(w in line for w in lines) for line in worker.log("worker").splitlines()), 10)
    assert attempts_of(session, job.id) == [(1, "success")]


def test_a_second_worker_on_the_same_host_works_beside_the_first(
    tmp_path_factory: pytest.TempPathFactory, backends: Backends, worker: Stack, settings: Settings
) -> None:
    with processes(tmp_path_factory.mktemp("second"), backends, {"worker"}) as second:
        answers = [ping(settings) for _ in range(6)]
        both = [worker, second]
        assert wait_until(lambda: all("Task ping" in stack.log("worker") for stack in both), 10)
    assert answers == ["pong"] * 6
    assert "RESOURCE_LOCKED" not in second.log("worker")


@pytest.mark.parametrize("exchange", ["celery_delayed_27", "celery_delayed_delivery"])
def test_the_broker_is_free_of_native_delays(worker: Stack, settings: Settings, exchange: str) -> None:
    with Connection(settings.broker_url) as connection:
        channel = connection.default_channel
        with pytest.raises(amqp.exceptions.NotFound):
            channel.exchange_declare(exchange, "topic", passive=True)
