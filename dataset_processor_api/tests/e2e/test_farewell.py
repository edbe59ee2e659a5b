"""The broker ends a worker's connection or consumer when the worker has just begun to take messages."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session
from tests.backends import Backends
from tests.e2e.caller import Caller
from tests.e2e.farewell_road import Farewell, FarewellRoad, cancel_consumer, close_connection
from tests.e2e.long_job import assert_done_once
from tests.e2e.processes import processes
from tests.factories import unique_csv

from dataset_processor.core.settings import Settings
from local_stack.stack import Stack


@pytest.fixture(scope="module")
def broker_road(settings: Settings) -> Iterator[FarewellRoad]:
    """The processes' way to the broker."""
    with FarewellRoad(settings.rabbitmq_host, settings.rabbitmq_port) as road:
        yield road


@pytest.fixture(scope="module")
def processes_of_module(
    tmp_path_factory: pytest.TempPathFactory, backends: Backends, broker_road: FarewellRoad
) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("processes")
    way = {"RABBITMQ_HOST": "127.0.0.1", "RABBITMQ_PORT": str(broker_road.port)}
    with processes(folder, backends, {"api", "worker", "dispatcher"}, **way) as stack:
        yield stack


@pytest.mark.parametrize("farewell", [close_connection, cancel_consumer])
def test_a_worker_that_loses_the_queue_when_it_has_just_begun_comes_back_by_itself(
    caller: Caller, stack: Stack, session: Session, broker_road: FarewellRoad, farewell: Farewell
) -> None:
    stack.stop("worker")
    broker_road.farewell = farewell
    stack.start("worker")
    job_id = caller.process(caller.upload(unique_csv())["id"])["job_id"]
    assert caller.finished(job_id, 20)["state"] == "success"
    assert broker_road.farewell is None
    assert_done_once(session, job_id)
