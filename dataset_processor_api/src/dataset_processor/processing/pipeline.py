"""One thread reads and cuts the file, some others do the rest."""

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Protocol

from dataset_processor.processing.errors import InvalidDataset
from dataset_processor.processing.lane import Lane
from dataset_processor.processing.parsers.batch import Batch
from dataset_processor.processing.parsers.blocks import Block, BufferPool

WAIT_SECONDS = 0.2


class Rows(Protocol):
    """Turns blocks into batches, for one thread."""

    @property
    def batch(self) -> Batch:
        """The batch that is filled again and again."""
        ...

    @property
    def capacity(self) -> int:
        """The columns the batch has room for."""
        ...

    def batches(self, block: Block) -> Iterator[tuple[int, bool]]:
        """Fill the batch; gives the index of its first row, and whether the block is ASCII."""
        ...


class Pipeline:
    """Blocks go through a short queue to threads; each has a lane and rows of its own.

    The calling thread takes blocks from `next_block`, so whatever it raises ends the work there. Of all that is wrong
    with the data, what comes first in the file is raised, behind everything that comes before it.
    """

    def __init__(self, members: list[tuple[Lane, Rows]], pool: BufferPool) -> None:
        self._members = members
        self._pool = pool
        self._queue: queue.Queue[Block | None] = queue.Queue(maxsize=len(members))
        self._lock = threading.Lock()
        self._faults: dict[int, BaseException] = {}
        self._abandoned = False

    def run(self, next_block: Callable[[], Block | None], pulse: Callable[[], None]) -> None:
        """Work until the blocks end; `pulse` is called while all threads are busy."""
        threads = [threading.Thread(target=self._work, args=member, daemon=True) for member in self._members]
        try:
            for thread in threads:
                thread.start()
            while not self._faults and (block := next_block()) is not None:
                self._put(block, pulse)
            for _ in threads:
                self._put(None, pulse)
            for thread in threads:
                while thread.is_alive():
                    thread.join(WAIT_SECONDS)
                    pulse()
        except BaseException:
            self._abandon(threads)
            raise
        if self._faults:
            raise self._faults[min(self._faults)]

    def _put(self, block: Block | None, pulse: Callable[[], None]) -> None:
        while True:
            try:
                self._queue.put(block, timeout=WAIT_SECONDS)
            except queue.Full:
                pulse()
            else:
                return

    def _abandon(self, threads: list[threading.Thread]) -> None:
        """End all threads within a batch."""
        self._abandoned = True
        while any(thread.is_alive() for thread in threads):
            try:
                self._queue.put(None, timeout=WAIT_SECONDS)
            except queue.Full:
                continue

    def _work(self, lane: Lane, rows: Rows) -> None:
        while (block := self._queue.get()) is not None:
            try:
                if not self._abandoned and not self._is_behind_a_fault(block):
                    self._process(lane, rows, block)
            except BaseException as error:  # noqa: BLE001 - raised again by the calling thread
                with self._lock:
                    self._faults[block.number if isinstance(error, InvalidDataset) else -1] = error
            self._pool.give_back(block.buffer)

    def _process(self, lane: Lane, rows: Rows, block: Block) -> None:
        for first_row, plain in rows.batches(block):
            if self._abandoned:
                return
            if rows.capacity > lane.capacity:
                lane.grow(rows.capacity, rows.batch)
            if rows.batch.rows:
                lane.add(block.buffer, rows.batch, first_row, is_ascii=plain)

    def _is_behind_a_fault(self, block: Block) -> bool:
        with self._lock:
            return any(number < block.number for number in self._faults)
