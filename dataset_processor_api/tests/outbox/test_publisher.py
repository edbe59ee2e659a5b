import time
from uuid import uuid4

import pytest
from tests.backends import Backends
from tests.outbox.broker_queue import BrokerQueue

from dataset_processor.core.settings import Settings
from dataset_processor.outbox.messages import ProcessDataset
from dataset_processor.outbox.publisher import BrokerUnavailable, RabbitPublisher, check_broker


def some_message() -> ProcessDataset:
    return ProcessDataset(task_id=str(uuid4()), dataset_id=uuid4(), job_id=uuid4(), request_id="request-1")


def test_a_message_arrives_as_the_task_with_its_ids(queue: BrokerQueue, publisher: RabbitPublisher) -> None:
    message = some_message()
    publisher.publish(message)
    (arrived,) = queue.take(1)
    assert (arrived["task"], arrived["id"]) == ("process_dataset", message.task_id)
    assert (arrived["dataset_id"], arrived["job_id"]) == (str(message.dataset_id), str(message.job_id))
    assert arrived["request_id"] == "request-1"


def test_connecting_tells_a_new_connection_from_an_open_one(publisher: RabbitPublisher) -> None:
    assert publisher.connect()
    assert not publisher.connect()
    publisher.close()
    assert publisher.connect()


def test_a_message_without_a_queue_is_an_error_and_the_next_connection_makes_the_queue(
    queue: BrokerQueue, publisher: RabbitPublisher
) -> None:
    publisher.publish(some_message())
    queue.delete()
    with pytest.raises(BrokerUnavailable, match="NO_ROUTE"):
        publisher.publish(some_message())
    publisher.publish(some_message())
    queue.take(1)


def test_nobody_listening_is_said_so(deaf_broker: Settings) -> None:
    with RabbitPublisher(deaf_broker) as publisher, pytest.raises(BrokerUnavailable, match="refused"):
        publisher.connect()
    with pytest.raises(BrokerUnavailable, match="refused"):
        check_broker(deaf_broker, 1)


def test_a_wrong_password_is_the_brokers_absence(settings: Settings) -> None:
    stranger = settings.model_copy(update={"rabbitmq_user": "stranger"})
    with RabbitPublisher(stranger) as publisher, pytest.raises(BrokerUnavailable, match="ACCESS_REFUSED"):
        publisher.connect()


def test_a_frozen_broker_holds_no_new_connection_for_long(
    backends: Backends, settings: Settings, publisher: RabbitPublisher
) -> None:
    check_broker(settings, 5)
    backends.suspend("rabbitmq")
    try:
        began = time.monotonic()
        with pytest.raises(BrokerUnavailable):
            publisher.connect()
        assert time.monotonic() - began < 10
        with pytest.raises(BrokerUnavailable):
            check_broker(settings, 1)
    finally:
        backends.resume("rabbitmq")
    publisher.publish(some_message())


@pytest.mark.slow  # the time limit of an answer is 15 s
def test_a_frozen_broker_holds_no_confirm_for_long(
    backends: Backends, queue: BrokerQueue, publisher: RabbitPublisher
) -> None:
    publisher.publish(some_message())
    backends.suspend("rabbitmq")
    try:
        began = time.monotonic()
        with pytest.raises(BrokerUnavailable):
            publisher.publish(some_message())
        assert time.monotonic() - began < 20
    finally:
        backends.resume("rabbitmq")
    publisher.publish(some_message())
