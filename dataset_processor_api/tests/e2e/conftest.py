from collections.abc import Generator, Iterator

import pytest
from sqlalchemy import Engine
from tests.backends import Backends
from tests.e2e.caller import Caller
from tests.e2e.narrow_road import NarrowRoad
from tests.e2e.processes import attach_logs, processes

from dataset_processor.core.settings import Settings
from local_stack.services import ApiService
from local_stack.stack import Stack


@pytest.fixture(scope="module")
def road(settings: Settings) -> Iterator[NarrowRoad]:
    """The processes' way to the object store."""
    with NarrowRoad(settings.s3_host, settings.s3_port) as road:
        yield road


@pytest.fixture(scope="module")
def processes_of_module(
    tmp_path_factory: pytest.TempPathFactory, backends: Backends, road: NarrowRoad
) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("processes")
    names = {"api", "worker", "dispatcher"}
    with processes(folder, backends, names, S3_HOST="127.0.0.1", S3_PORT=str(road.port)) as stack:
        yield stack


@pytest.fixture
def stack(processes_of_module: Stack, engine: Engine, road: NarrowRoad) -> Iterator[Stack]:
    """API, worker and dispatcher, all up, on an empty database."""
    road.widen()
    yield processes_of_module.start()
    road.widen()


@pytest.fixture
def caller(stack: Stack) -> Iterator[Caller]:
    api = stack.services["api"]
    assert isinstance(api, ApiService)
    caller = Caller(api.url)
    yield caller
    caller.http.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    attach_logs(report, item)
    return report
