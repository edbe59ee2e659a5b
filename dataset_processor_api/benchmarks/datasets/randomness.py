"""Random numbers that are the same everywhere: the raw bits of PCG64, which NumPy promises never to change."""

import zlib

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


class Randomness:
    """One stream for each (seed, purpose, block), so that a block depends on no other."""

    def __init__(self, seed: int, purpose: str, block: int = 0) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(purpose.encode()), block]))

    def below(self, limit: int, count: int) -> Words:
        """`count` integers from 0 to `limit` - 1, as good as uniform; `limit` is at most 2³²."""
        raw = self._bits.random_raw((count + 1) // 2).view(np.uint32)[:count]
        return (raw.astype(np.uint64) * np.uint64(limit)) >> np.uint64(32)

    def chance(self, per_mille: int, count: int) -> Flags:
        """True for so many of a thousand."""
        flags: Flags = self.below(1000, count) < np.uint64(per_mille)
        return flags
