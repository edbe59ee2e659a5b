"""Sources: the original file of a dataset, read piece by piece."""

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from dataset_processor.core.errors import DatasetNotFound, SourceUnreadable, StorageUnavailable
from dataset_processor.core.settings import MIB
from dataset_processor.db.models import Dataset
from dataset_processor.observability.logging import get_logger
from dataset_processor.services.store_threads import in_store
from dataset_processor.storage.store import ObjectSource, ObjectStore, StorageError

log = get_logger(__name__)

PIECE_BYTES = MIB


class SourceBrokenOff(Exception):
    """The rest of a file could not be read; what its reader has so far is not all of it."""


class OpenSource:
    """An object that is being read; at most `PIECE_BYTES` of it are held. `close` gives its connection back."""

    def __init__(self, store: ObjectStore, bucket: str, key: str) -> None:
        self._opening = store.open(bucket, key, self._on_wait)
        self._source: ObjectSource | None = None
        self._held = ExitStack()
        self._lock = threading.Lock()
        self._closed = False

    @property
    def size_bytes(self) -> int:
        """Of the whole file."""
        return self._opened().size_bytes

    @property
    def etag(self) -> str | None:
        """As the store tells it."""
        return self._opened().etag

    async def open(self) -> None:
        """Raises `StorageUnavailable` at the first fault: nobody has waited for long yet, and he can ask again."""
        await in_store(self._step, self._open)

    async def pieces(self) -> AsyncIterator[bytes]:
        """All bytes, in order; raises `SourceBrokenOff`."""
        while True:
            try:
                piece = await in_store(self._step, self._read)
            except StorageUnavailable as error:
                raise SourceBrokenOff from error
            if not piece:
                return
            yield piece

    def close(self) -> None:
        """Never waits: where a thread is at work on the object, that thread closes it behind itself. Idempotent."""
        self._closed = True
        if self._lock.acquire(blocking=False):
            try:
                self._held.close()
            finally:
                self._lock.release()

    def _step(self, work: Callable[[], bytes]) -> bytes:
        try:
            with self._lock:
                return work()
        finally:
            if self._closed:
                self.close()

    def _open(self) -> bytes:
        self._on_closed()
        self._source = self._held.enter_context(self._opening)
        return b""

    def _read(self) -> bytes:
        self._on_closed()
        return self._opened().read(PIECE_BYTES)

    def _opened(self) -> ObjectSource:
        if self._source is None:
            raise StorageError("The object is not open.")
        return self._source

    def _on_wait(self) -> None:
        self._on_closed()
        if self._source is None:
            raise StorageError("The object could not be opened at once.")

    def _on_closed(self) -> None:
        if self._closed:
            raise StorageError("Nobody reads the object any more.")


async def locate(session: AsyncSession, dataset_id: UUID) -> Dataset:
    """The row that says where the file is; raises `DatasetNotFound`."""
    dataset = await session.get(Dataset, dataset_id)
    if dataset is None:
        raise DatasetNotFound
    return dataset


async def open_source(store: ObjectStore, dataset: Dataset) -> OpenSource:
    """The file at the bucket and key in its row, open; raises `SourceUnreadable`. Whoever asked has to close it."""
    source = OpenSource(store, dataset.upload_bucket, dataset.upload_key)
    try:
        await source.open()
    except BaseException as error:
        source.close()
        if not isinstance(error, StorageUnavailable):
            raise
        log.warning("source.unreadable", dataset_id=str(dataset.id))
        raise SourceUnreadable from error
    return source
