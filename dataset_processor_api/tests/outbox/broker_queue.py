"""The work queue as somebody sees it who reads it by hand."""

from types import TracebackType
from typing import Any, Self

from kombu import Connection

from dataset_processor.core.settings import Settings
from dataset_processor.outbox.queues import DEAD_LETTERS, PROCESS_DATASET
from local_stack.waiting import wait_until


class BrokerQueue:
    """Own connection; made empty at the start."""

    def __init__(self, settings: Settings) -> None:
        self._connection = Connection(settings.broker_url, connect_timeout=5, heartbeat=0)

    def __enter__(self) -> Self:
        self._connection.connect()
        channel = self._connection.default_channel
        for queue in (DEAD_LETTERS, PROCESS_DATASET):
            queue(channel).declare()
        PROCESS_DATASET(channel).purge()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.release()

    def take(self, count: int) -> list[dict[str, Any]]:
        """The headers of the messages in the queue: `count` of them and not one more."""
        found: list[dict[str, Any]] = []

        def all_there() -> bool:
            while message := self._get():
                found.append(message)
            return len(found) >= count

        assert wait_until(all_there, 10), f"{len(found)} of {count} messages came"
        assert len(found) == count
        return found

    def delete(self) -> None:
        """Away with the queue and what is in it."""
        PROCESS_DATASET(self._connection.default_channel).delete()

    def declare(self) -> None:
        """There it is again."""
        PROCESS_DATASET(self._connection.default_channel).declare()

    def _get(self) -> dict[str, Any] | None:
        message = PROCESS_DATASET(self._connection.default_channel).get(no_ack=True)
        if message is None:
            return None
        (dataset_id, job_id), _, _ = message.payload
        headers: dict[str, Any] = message.headers
        return {**headers, "dataset_id": dataset_id, "job_id": job_id}
