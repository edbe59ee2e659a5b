from collections.abc import Generator

import pytest
from sqlalchemy import Engine
from tests.e2e.processes import attach_logs

from dataset_processor.core.settings import Settings
from dataset_processor.storage.minio_store import MinioStore
from dataset_processor.worker.resources import Resources


@pytest.fixture
def resources(engine: Engine, settings: Settings, store: MinioStore) -> Resources:
    """A worker process of which nobody can tell whether it lives."""
    return Resources(settings=settings, engine=engine, store=store, worker_id="worker-1", draining=lambda: False)


@pytest.fixture
def other_worker(engine: Engine, settings: Settings, store: MinioStore) -> Resources:
    """Another one."""
    return Resources(settings=settings, engine=engine, store=store, worker_id="worker-2", draining=lambda: False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    attach_logs(report, item)
    return report
