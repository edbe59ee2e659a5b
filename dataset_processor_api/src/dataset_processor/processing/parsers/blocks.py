"""A file cut into blocks of whole rows, in memory that is used again."""

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np

from dataset_processor.processing.errors import InvalidDataset

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
PADDING_BYTES = 128
BLOCK_BYTES = 2 << 20


@dataclass(slots=True)
class Block:
    """Whole rows of a file: bytes `start` to `end` of `buffer`.

    Behind `end` lie at least 64 bytes that can be read, from `scratch` on there is room for as many bytes as the rows
    have. `byte_offset` is where `buffer` begins in the file; `error` is what the file's reader found behind the rows.
    """

    number: int
    buffer: Bytes
    start: int
    end: int
    scratch: int
    first_row: int
    row_count: int
    byte_offset: int
    error: InvalidDataset | None = None


class BufferPool:
    """Buffers for blocks of one size; larger ones are made when needed and not kept."""

    def __init__(self, block_bytes: int) -> None:
        self.block_bytes = block_bytes
        self._free: list[Bytes] = []
        self._lock = threading.Lock()

    def take(self, capacity: int) -> Bytes:
        """A buffer for `capacity` bytes, padding and scratch, with any content."""
        if capacity <= self.block_bytes:
            with self._lock:
                if self._free:
                    return self._free.pop()
        return np.empty(2 * (max(capacity, self.block_bytes) + PADDING_BYTES), np.uint8)

    def give_back(self, buffer: Bytes) -> None:
        """Let it be used again."""
        if len(buffer) == 2 * (self.block_bytes + PADDING_BYTES):
            with self._lock:
                self._free.append(buffer)


def capacity_of(buffer: Bytes) -> int:
    """The bytes of a file that a buffer holds, besides padding and scratch."""
    return len(buffer) // 2 - PADDING_BYTES
