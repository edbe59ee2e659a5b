from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import httpx
import pytest
from sqlalchemy import Engine
from tests.core.captured_logs import CapturedLogs, captured_logs

from dataset_processor.api.app import create_app
from dataset_processor.core.settings import Settings
from dataset_processor.storage.minio_store import MinioStore
from dataset_processor.storage.store import ObjectStore

ClientFactory = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def client_of(settings: Settings, engine: Engine, store: MinioStore) -> AsyncIterator[ClientFactory]:
    """Callers of further applications: other settings by name, another store."""
    async with AsyncExitStack() as stack:

        def open_client(store: ObjectStore | None = None, **changes: object) -> httpx.AsyncClient:
            app = create_app(settings.model_copy(update=changes), store)
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            client = httpx.AsyncClient(transport=transport, base_url="http://test", timeout=30)
            stack.push_async_callback(client.aclose)
            stack.push_async_callback(app.state.resources.engine.dispose)
            return client

        yield open_client


@pytest.fixture(autouse=True)
def logs() -> Iterator[CapturedLogs]:
    """What the product logs during the test."""
    with captured_logs() as captured:
        yield captured
