from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from tests.outbox.broker_queue import BrokerQueue

from dataset_processor.core.settings import Settings
from dataset_processor.outbox.dispatcher import Dispatcher
from dataset_processor.outbox.publisher import RabbitPublisher
from local_stack.ports import pick_free


@pytest.fixture
def queue(settings: Settings) -> Iterator[BrokerQueue]:
    """The work queue, empty."""
    with BrokerQueue(settings) as queue:
        yield queue


@pytest.fixture
def publisher(settings: Settings) -> Iterator[RabbitPublisher]:
    with RabbitPublisher(settings) as publisher:
        yield publisher


@pytest.fixture
def dispatcher(engine: Engine, publisher: RabbitPublisher, settings: Settings) -> Dispatcher:
    """One that sweeps nothing."""
    return Dispatcher(engine, publisher, settings, sweep=lambda: None)


@pytest.fixture
def deaf_broker(settings: Settings) -> Settings:
    """Settings that name a port where nobody listens."""
    return settings.model_copy(update={"rabbitmq_port": pick_free()})
