from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from dataset_processor.core.settings import Settings
from dataset_processor.db.session import async_engine

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def sessions(settings: Settings, engine: Engine) -> AsyncIterator[Sessions]:
    """Sessions as requests have them, on the emptied database."""
    opened = async_engine(settings)
    yield async_sessionmaker(opened, expire_on_commit=False)
    await opened.dispose()
