"""Threads for the object store's blocking calls: their own, so that a store that hangs holds up nothing else."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

from dataset_processor.core.errors import StorageUnavailable
from dataset_processor.observability.logging import get_logger
from dataset_processor.storage.store import StorageError

log = get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

MAX_THREADS = 64
MAX_WAIT_SECONDS = 10
_threads = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="store")


async def in_store(call: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """The call's result; `StorageUnavailable` where the store fails, or no thread is free within 10 s."""
    loop = asyncio.get_running_loop()
    begun = asyncio.Event()

    def run() -> T:
        loop.call_soon_threadsafe(begun.set)
        return call(*arguments, **options)

    future = _threads.submit(copy_context().run, run)
    try:
        async with asyncio.timeout(MAX_WAIT_SECONDS):
            await begun.wait()
    except TimeoutError:
        if future.cancel():
            log.warning("storage.busy")
            raise StorageUnavailable("The object storage is busy; try again later.") from None
    try:
        return await asyncio.wrap_future(future)
    except StorageError as error:
        log.warning("storage.unavailable", error=str(error))
        raise StorageUnavailable from error
