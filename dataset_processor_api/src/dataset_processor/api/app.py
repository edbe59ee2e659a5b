"""The application: resources, middleware, routes, error handlers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import async_sessionmaker

from dataset_processor import __version__
from dataset_processor.api.dependencies import Resources
from dataset_processor.api.errors import add_error_handlers
from dataset_processor.api.middleware.body_limit import BodyLimitMiddleware
from dataset_processor.api.middleware.request_context import RequestContextMiddleware
from dataset_processor.api.routes import datasets, documentation, health, jobs
from dataset_processor.core.settings import Settings
from dataset_processor.db.session import async_engine
from dataset_processor.observability.logging import get_logger
from dataset_processor.observability.metrics import Metrics
from dataset_processor.storage.minio_store import API_TIMEOUTS, MinioStore
from dataset_processor.storage.store import ObjectStore, StorageError

log = get_logger(__name__)

DESCRIPTION = "Upload a CSV or JSON dataset, have it processed in the background, fetch a report that can be trusted."


def create_app(settings: Settings, store: ObjectStore | None = None) -> FastAPI:
    """The ASGI application; it starts, and answers 503, also while its services are away."""
    metrics = Metrics()
    engine = async_engine(settings)
    resources = Resources(
        settings=settings,
        engine=engine,
        sessions=async_sessionmaker(engine, expire_on_commit=False),
        store=store or MinioStore(settings, API_TIMEOUTS),
        metrics=metrics,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await _ensure_buckets(resources.store)
        log.info("api.started")
        yield
        await engine.dispose()
        log.info("api.stopped")

    app = FastAPI(
        title="Dataset Processor",
        description=DESCRIPTION,
        version=__version__,
        # Beside the description, so that calls arrive also where something in front puts a prefix before the paths.
        servers=[{"url": "."}],
        lifespan=lifespan,
        docs_url=None,  # routes/documentation.py
        redoc_url=None,
    )
    app.state.resources = resources
    app.add_middleware(BodyLimitMiddleware, max_bytes=settings.max_upload_bytes)
    app.add_middleware(RequestContextMiddleware, metrics=metrics)
    add_error_handlers(app)
    for routes in (health, documentation, datasets, jobs):
        app.include_router(routes.router)
    app.mount(f"/{documentation.ASSETS}", documentation.documentation_assets())
    return app


async def _ensure_buckets(store: ObjectStore) -> None:
    try:
        await asyncio.to_thread(store.ensure_buckets)
    except StorageError as error:
        log.warning("storage.unavailable", error=str(error))
