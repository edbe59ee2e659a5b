"""What a report may use of the machine."""

import os
from dataclasses import dataclass
from pathlib import Path

from dataset_processor.processing.parsers.blocks import BLOCK_BYTES

MOST_THREADS = 4
GROUPS_BYTES = 16 << 20
MIB = 1024**2
GIB = 1024**3


def usable_processors() -> int:
    """The processors this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class EngineResources:
    """Threads, memory for what must be kept until the end of the file, and disk for what exceeds that.

    `spill_directory` is where that disk space is taken, by default the system's directory for temporary files.
    `block_bytes` are read and cut at a time. No number of threads means one a processor, at most four: each takes some
    30 MB, and one thread cannot cut a file fast enough for many more.
    """

    threads: int = 0
    memory_bytes: int = 48 * MIB
    max_spill_bytes: int = 100 * GIB
    spill_directory: Path | None = None
    block_bytes: int = BLOCK_BYTES

    @property
    def thread_count(self) -> int:
        """The threads that parse and count, beside the one that reads."""
        return self.threads or min(usable_processors(), MOST_THREADS)

    @property
    def group_bytes(self) -> int:
        """What the numbers of each thread take before they are set aside."""
        return GROUPS_BYTES // max(self.thread_count, 2)
