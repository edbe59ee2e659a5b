"""Hands messages to RabbitMQ, one confirm a message. An error throws the connection away."""

from types import TracebackType
from typing import Protocol, Self

import amqp.exceptions
from kombu import Connection, Producer
from kombu.exceptions import EncodeError, KombuError

from dataset_processor.core.settings import Settings
from dataset_processor.outbox.messages import ProcessDataset
from dataset_processor.outbox.queues import DEAD_LETTERS, PROCESS_DATASET, celery_app


class BrokerUnavailable(Exception):
    """The broker cannot be reached or did not confirm in time; a later try may succeed."""


class MessageRefused(Exception):
    """The broker will never take this message; trying again is useless."""


class Publisher(Protocol):
    """What the dispatcher needs of a broker."""

    def connect(self) -> bool:
        """True if a new connection was made, False if one was open; raises `BrokerUnavailable`."""
        ...

    def publish(self, message: ProcessDataset) -> None:
        """Returns once the broker has confirmed; raises `BrokerUnavailable` or `MessageRefused`."""
        ...

    def close(self) -> None:
        """Drops the connection."""
        ...


_REFUSALS = (EncodeError, amqp.exceptions.PreconditionFailed, amqp.exceptions.ContentTooLarge)
_FAILURES = (OSError, KombuError, amqp.exceptions.AMQPError)


class RabbitPublisher:
    """Not thread-safe; one per dispatcher. Queues are declared at each connect, so a wiped broker heals."""

    def __init__(self, settings: Settings) -> None:
        self._app = celery_app(settings)
        self._connection: Connection | None = None
        self._producer: Producer | None = None

    def connect(self) -> bool:
        if self._connection is not None and self._is_open(self._connection):
            return False
        self.close()
        connection = self._app.connection_for_write(heartbeat=0)
        try:
            _connect_once(connection)
            channel = connection.default_channel
            for queue in (DEAD_LETTERS, PROCESS_DATASET):
                queue(channel).declare()
            self._connection, self._producer = connection, Producer(channel)
        except _FAILURES as error:
            _close_quietly(connection)
            raise BrokerUnavailable(_reason(error)) from error
        return True

    def publish(self, message: ProcessDataset) -> None:
        self.connect()
        try:
            self._app.send_task(
                message.task,
                args=[str(message.dataset_id), str(message.job_id)],
                task_id=message.task_id,
                headers={"request_id": message.request_id},
                queue=PROCESS_DATASET.name,
                producer=self._producer,
                mandatory=True,
                retry=False,
                ignore_result=True,
            )
        except _REFUSALS as error:
            self.close()
            raise MessageRefused(_reason(error)) from error
        except _FAILURES as error:
            self.close()
            raise BrokerUnavailable(_reason(error)) from error

    def close(self) -> None:
        connection, self._connection, self._producer = self._connection, None, None
        if connection is not None:
            _close_quietly(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @staticmethod
    def _is_open(connection: Connection) -> bool:
        """Reads what the broker has sent meanwhile: a closed connection shows here, before it is used."""
        try:
            connection.drain_events(timeout=0.001)
        except TimeoutError:
            return bool(connection.connected)
        except _FAILURES:
            return False
        return bool(connection.connected)


def check_broker(settings: Settings, timeout: float) -> None:
    """Opens and closes a connection within `timeout` seconds a step; raises `BrokerUnavailable`."""
    limits = {"read_timeout": timeout, "write_timeout": timeout}
    connection = Connection(settings.broker_url, connect_timeout=timeout, heartbeat=0, transport_options=limits)
    try:
        _connect_once(connection)
    except _FAILURES as error:
        raise BrokerUnavailable(_reason(error)) from error
    finally:
        _close_quietly(connection)


def _connect_once(connection: Connection) -> None:
    """Unlike kombu's `connect`, which waits 2 s and tries again."""
    connection.ensure_connection(max_retries=0, reraise_as_library_errors=False)


def _close_quietly(connection: Connection) -> None:
    try:
        connection.collect(socket_timeout=1)
    except _FAILURES:
        return


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:500]
