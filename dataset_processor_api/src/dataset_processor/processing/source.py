"""A byte stream, counted and hashed on the way."""

import hashlib
from collections.abc import Callable
from typing import Any, Protocol, cast

import numpy as np


class ByteStream(Protocol):
    """What a report is built from; `read` may return fewer bytes than asked, and none only at the end."""

    def read(self, n: int, /) -> bytes:
        """Up to `n` next bytes."""
        ...


PIECE_BYTES = 256 * 1024


class SourceReader:
    """Reads a stream into arrays; `on_read` is told the bytes read so far, at least every 256 KiB.

    Whatever the stream raises passes through.
    """

    def __init__(self, stream: ByteStream) -> None:
        self.bytes_read = 0
        self.on_read: Callable[[int], None] = _ignore
        self._stream = stream
        self._readinto = getattr(stream, "readinto", None)
        self._sha256 = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the bytes read so far."""
        return self._sha256.hexdigest()

    def fill(self, target: "np.ndarray[Any, np.dtype[np.uint8]]") -> int:
        """Read until `target` is full or the stream ends; returns the bytes read."""
        view = memoryview(cast("Any", target))
        filled = 0
        while filled < len(view) and (count := self._read_some(view[filled : filled + PIECE_BYTES])):
            self._sha256.update(view[filled : filled + count])
            self.bytes_read += count
            filled += count
            self.on_read(self.bytes_read)
        return filled

    def read_to_end(self) -> None:
        """Count and hash the rest."""
        rest = np.empty(1 << 20, np.uint8)
        while self.fill(rest):
            pass

    def _read_some(self, view: memoryview) -> int:
        if self._readinto is not None:
            return self._readinto(view) or 0
        data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)


def _ignore(_: int) -> None:
    pass
