"""The keys of top-level objects: which column each stands for.

A table of keys (int64 arrays, numbered as they were met):
`raw_places`, `raw_lengths` say where in `arena` a key stands as the file first wrote it, its closing quote included;
`name_places`, `name_lengths` where its decoded bytes stand; `columns` its column; `followers[k + 1]` the key that last
came behind key k, or first in an object for k = -1; -1 for none. `hashes` (uint64) are those of the decoded bytes, and
`slots` leads from a hash to a key by open addressing, -1 is empty; at most half are in use.
"""

from typing import Any

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.hashing import mixed, reduced, text_words
from dataset_processor.processing.kernels.intrinsics import load64

ONE, WORD_BITS = np.uint64(1), 64
WORD_BYTES = 8


@kernel(forceinline=True)
def same_bytes(buffer: Any, start: int, arena: Any, place: int, length: int) -> Any:
    """Whether `length` bytes, at least one, are the same; eight bytes behind either can be read."""
    while length >= WORD_BYTES:
        if load64(buffer, start) != load64(arena, place):
            return False
        start += WORD_BYTES
        place += WORD_BYTES
        length -= WORD_BYTES
    difference = load64(buffer, start) ^ load64(arena, place)
    return length == 0 or difference << np.uint64(WORD_BITS - 8 * length) == np.uint64(0)


@kernel()
def key_hash(buffer: Any, start: int, length: int, point: np.uint64) -> Any:
    """A hash (uint64) of a decoded key at a random point."""
    lane, _ = text_words(buffer, start, length, point, point)
    return mixed(reduced(lane))


@kernel()
def find_key(
    buffer: Any,
    start: int,
    length: int,
    point: np.uint64,
    slots: Any,
    hashes: Any,
    arena: Any,
    name_places: Any,
    name_lengths: Any,
) -> Any:
    """The number of the key with the decoded bytes from `start` on, or -1."""
    wanted = key_hash(buffer, start, length, point)
    mask = np.uint64(len(slots) - 1)
    slot = wanted & mask
    while slots[slot] >= 0:
        key = slots[slot]
        if hashes[key] == wanted and name_lengths[key] == length:
            if length == 0 or same_bytes(buffer, start, arena, name_places[key], length):
                return key
        slot = (slot + ONE) & mask
    return np.int64(-1)


@kernel()
def insert_key(key: int, slots: Any, hashes: Any) -> None:
    """Make a key known to `find_key`."""
    mask = np.uint64(len(slots) - 1)
    slot = hashes[key] & mask
    while slots[slot] >= 0:
        slot = (slot + ONE) & mask
    slots[slot] = key
