"""Whether what the service stands on can be reached, and the figures of its queue."""

import asyncio
from collections.abc import Awaitable
from typing import Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from dataset_processor.core.settings import Settings
from dataset_processor.db.queries import queue_stats
from dataset_processor.observability.logging import get_logger
from dataset_processor.observability.metrics import QueueStats
from dataset_processor.outbox.publisher import check_broker
from dataset_processor.services import jobs
from dataset_processor.storage.store import ObjectStore

log = get_logger(__name__)

CHECK_SECONDS = 3.0
Verdict = Literal["ok", "failed"]


async def readiness(engine: AsyncEngine, store: ObjectStore, settings: Settings) -> dict[str, Verdict]:
    """A verdict for each of `postgres`, `rabbitmq` and `storage`, all asked at once; 3 s without an answer are a no.

    To drop the connection to a frozen database takes up to 2 s more.
    """
    names = ("postgres", "rabbitmq", "storage")
    verdicts = await asyncio.gather(
        _verdict("postgres", _ping_database(engine)),
        _verdict("rabbitmq", asyncio.to_thread(check_broker, settings, CHECK_SECONDS - 1)),
        _verdict("storage", asyncio.to_thread(store.check)),
    )
    return dict(zip(names, verdicts, strict=True))


async def queue_figures(session: AsyncSession) -> QueueStats:
    """What the metrics say of jobs and outbox; every state is present."""
    counts = await jobs.counts(session)
    pending, oldest_pending, oldest_queued, stale = (await session.execute(queue_stats.outbox_and_ages())).one()
    return QueueStats(counts, pending, oldest_pending, oldest_queued, stale)


async def _verdict(name: str, check: Awaitable[None]) -> Verdict:
    try:
        await asyncio.wait_for(check, CHECK_SECONDS)
    except Exception as error:  # noqa: BLE001  # whatever goes wrong, the answer is "failed"
        log.warning("readiness.failed", check=name, error=type(error).__name__)
        return "failed"
    return "ok"


async def _ping_database(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
