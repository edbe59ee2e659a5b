"""Arrays kept until they are needed again: in memory while there is room, else in a file that nobody can see."""

import errno
import os
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

Array = np.ndarray[Any, Any]


class SpillFull(Exception):
    """More would have to be set aside than is allowed."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(f"more than {max_bytes} bytes of temporary disk space")
        self.max_bytes = max_bytes


@dataclass(frozen=True, slots=True)
class Blob:
    """An array that was set aside: the array itself, or where its bytes stand in the file."""

    nbytes: int
    array: Array | None
    offset: int


class SpillStore:
    """Thread-safe. The file has no name, so that it is gone with the process, however that ends."""

    def __init__(self, directory: Path | None, memory_bytes: int, max_bytes: int) -> None:
        self._directory = str(directory or tempfile.gettempdir())
        self._memory_left = memory_bytes
        self._max_bytes = max_bytes
        self._file: int | None = None
        self._lock = threading.Lock()
        self.spilled_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the disk space back. Idempotent."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def append(self, array: Array) -> Blob:
        """Set a contiguous array aside, which is not to be changed after; raises `SpillFull` and `OSError`."""
        with self._lock:
            if array.nbytes <= self._memory_left:
                self._memory_left -= array.nbytes
                return Blob(array.nbytes, array, 0)
            if self.spilled_bytes + array.nbytes > self._max_bytes:
                raise SpillFull(self._max_bytes)
            if self._file is None:
                self._file = _unnamed_file(self._directory)
            offset = self.spilled_bytes
            self.spilled_bytes += array.nbytes
        _write_all(self._file, _bytes_of(array), offset)
        return Blob(array.nbytes, None, offset)

    def read(self, blob: Blob, dtype: Any, start: int = 0, count: int | None = None) -> Array:
        """The array again, as items of a type, or some of them from `start` on; not to be changed."""
        if blob.array is not None:
            is_plain = blob.array.ndim == 1 and blob.array.dtype == dtype
            whole: Array = blob.array if is_plain else blob.array.reshape(-1).view(dtype)
            return whole[start:] if count is None else whole[start : start + count]
        size = np.dtype(dtype).itemsize
        items = blob.nbytes // size - start if count is None else count
        result = np.empty(items, dtype)
        if self._file is None:
            raise OSError(errno.EBADF, "the temporary file is closed")
        _read_all(self._file, _bytes_of(result), blob.offset + start * size)
        return result


def _bytes_of(array: Array) -> memoryview:
    buffer: Any = array
    return memoryview(buffer).cast("B")


def _unnamed_file(directory: str) -> int:
    if hasattr(os, "O_TMPFILE"):
        try:
            return os.open(directory, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except (IsADirectoryError, NotADirectoryError, OSError) as error:
            if isinstance(error, FileNotFoundError | PermissionError):
                raise
    descriptor, name = tempfile.mkstemp(dir=directory, prefix="dataset-processor-")
    Path(name).unlink()
    return descriptor


def _write_all(descriptor: int, data: memoryview, offset: int) -> None:
    while data:
        written = os.pwrite(descriptor, data, offset)
        data, offset = data[written:], offset + written


def _read_all(descriptor: int, target: memoryview, offset: int) -> None:
    while target:
        count = os.preadv(descriptor, [target], offset)
        if not count:
            raise OSError("the temporary file is shorter than what was written")
        target, offset = target[count:], offset + count
