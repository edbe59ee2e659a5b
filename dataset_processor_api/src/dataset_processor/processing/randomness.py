"""The random numbers that rows are hashed with."""

import hashlib
import secrets

import numpy as np

from dataset_processor.processing.kernels.hashing import PRIME
from dataset_processor.processing.limits import DEEPEST_NESTING
from dataset_processor.processing.parsers.batch import Array

SEED_BYTES = 32
WORD_BYTES = 8
FIXED_SEED = b"the first lane"


class Randomness:
    """The same numbers for all threads of a run, and the first columns' factors whatever their number.

    The first lane is the same in every run, and so are the sketches made of it: the same bytes give the same report.
    The second is drawn anew, so that nobody can prepare rows that meet in both.
    """

    def __init__(self, seed: bytes | None = None) -> None:
        fresh = seed if seed is not None else secrets.token_bytes(SEED_BYTES)
        self._seeds = (FIXED_SEED, fresh)
        self.points: Array = np.concatenate([_numbers(seed + b"point", 1) for seed in self._seeds])
        levels = [_numbers(seed + b"levels" + part, DEEPEST_NESTING) for part in (b"0", b"1") for seed in self._seeds]
        self.levels: Array = np.ascontiguousarray(np.stack(levels).T)
        self.slot_factor = np.uint64(_numbers(fresh + b"slots", 1)[0] | np.uint64(1))

    def factors(self, columns: int) -> Array:
        """Two numbers a column, 2 x columns."""
        return np.stack([_numbers(seed + b"factors", columns) for seed in self._seeds])


def _numbers(seed: bytes, count: int) -> Array:
    """Numbers from 1 to 2^61 - 2; more of them begin with the same ones."""
    stream = hashlib.shake_256(seed).digest(count * WORD_BYTES)
    return np.frombuffer(stream, np.uint64) % (PRIME - np.uint64(1)) + np.uint64(1)
