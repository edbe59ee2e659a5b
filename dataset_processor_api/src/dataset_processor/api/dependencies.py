"""What routes receive: a session that commits before the response leaves, the store, the settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

import asyncpg
from fastapi import Depends, Request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from dataset_processor.core.errors import DatabaseUnavailable
from dataset_processor.core.settings import Settings
from dataset_processor.db.transactions import is_retryable
from dataset_processor.observability.logging import get_logger
from dataset_processor.observability.metrics import Metrics
from dataset_processor.storage.store import ObjectStore

log = get_logger(__name__)

_UNREACHABLE = (OSError, TimeoutError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError)


@dataclass(frozen=True)
class Resources:
    """Made once per process, shared by all requests."""

    settings: Settings
    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    store: ObjectStore
    metrics: Metrics


def get_resources(request: Request) -> Resources:
    """The application's resources."""
    resources: Resources = request.app.state.resources
    return resources


ResourcesDep = Annotated[Resources, Depends(get_resources)]


@asynccontextmanager
async def transaction(resources: Resources) -> AsyncIterator[AsyncSession]:
    """One transaction; a database that cannot be reached, or not now, is `DatabaseUnavailable`."""
    try:
        async with resources.sessions() as session, session.begin():
            yield session
    except DBAPIError as error:
        if not is_retryable(error):
            raise
        log.warning("database.unavailable", error=type(error.orig).__name__)
        raise DatabaseUnavailable from error
    except _UNREACHABLE as error:
        log.warning("database.unavailable", error=type(error).__name__)
        raise DatabaseUnavailable from error


async def get_session(resources: ResourcesDep) -> AsyncIterator[AsyncSession]:
    """The request's transaction: nothing is sent before it is committed."""
    async with transaction(resources) as session:
        yield session


# With the default scope the transaction would end after the response: a failing commit would still answer 2xx.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
