"""Calls of the store run in threads of their own, and nobody waits for one without end."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dataset_processor.core.errors import StorageUnavailable
from dataset_processor.services import store_threads
from dataset_processor.services.store_threads import in_store
from dataset_processor.storage.store import StorageError

pytestmark = pytest.mark.anyio


async def test_a_call_gives_its_result() -> None:
    assert await in_store(max, 1, 2) == 2


async def test_a_fault_of_the_store_is_storage_that_cannot_be_used() -> None:
    def fail() -> None:
        raise StorageError("refused")

    with pytest.raises(StorageUnavailable):
        await in_store(fail)


async def test_other_errors_arrive_unchanged() -> None:
    with pytest.raises(ZeroDivisionError):
        await in_store(divmod, 1, 0)


async def test_with_every_thread_taken_a_call_is_refused_and_never_made(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    calls: list[str] = []
    with ThreadPoolExecutor(1) as threads:
        monkeypatch.setattr(store_threads, "_threads", threads)
        monkeypatch.setattr(store_threads, "MAX_WAIT_SECONDS", 0.1)
        threads.submit(released.wait)
        with pytest.raises(StorageUnavailable, match="busy"):
            await in_store(calls.append, "made")
        released.set()
    assert calls == []
