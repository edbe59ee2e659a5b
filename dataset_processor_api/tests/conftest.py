"""Fixtures every suite shares: real services for the session, an empty database for each test."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session
from tests.backends import Backends, open_backends, settings_from

from dataset_processor.api.app import create_app
from dataset_processor.core.settings import Settings
from dataset_processor.db import migrate
from dataset_processor.db.base import Base
from dataset_processor.db.session import sync_engine
from dataset_processor.db.transactions import run_transaction
from dataset_processor.storage.minio_store import WORKER_TIMEOUTS, MinioStore


@pytest.fixture(scope="session")
def backends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backends]:
    """Postgres, RabbitMQ and S3, started once."""
    with open_backends(tmp_path_factory.mktemp("services")) as opened:
        yield opened


@pytest.fixture(scope="session")
def settings(backends: Backends) -> Settings:
    """The settings by which the product finds the test services; refuses a database that is not a test one."""
    settings = settings_from(backends.environment)
    if not settings.postgres_db.endswith("_test"):
        pytest.exit(f"refusing to run on the database {settings.postgres_db}: its name must end with _test")
    return settings


@pytest.fixture(scope="session")
def migrated_engine(settings: Settings) -> Iterator[Engine]:
    """A database migrated by Alembic."""
    engine = sync_engine(settings, "tests")
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(migrated_engine: Engine) -> Engine:
    """The database, all tables empty."""
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    truncate = text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    # Again after a deadlock: a worker of the last test may still be at work.
    run_transaction(migrated_engine, lambda session: session.execute(truncate))
    return migrated_engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session for arranging and asserting; commit what others shall see."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture(scope="session")
def store(settings: Settings) -> Iterator[MinioStore]:
    """The object store with its buckets."""
    store = MinioStore(settings, WORKER_TIMEOUTS)
    store.ensure_buckets()
    yield store
    store.close()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the product does."""
    return "asyncio"


@pytest.fixture
async def app(settings: Settings, engine: Engine, store: MinioStore) -> AsyncIterator[FastAPI]:
    """The API in this process, on the real services."""
    app = create_app(settings)
    yield app
    await app.state.resources.engine.dispose()


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of `app`; errors arrive as responses, as they do over a socket."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=30) as client:
        yield client
