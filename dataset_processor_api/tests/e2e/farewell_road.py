"""A way to the broker on which it says farewell to a worker at the very moment the worker begins to take messages."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, Self

from dataset_processor.outbox.queues import PROCESS_DATASET

CONSUME, CONSUME_OK, PREFETCH_OK = (struct.pack(">HH", 60, number) for number in (20, 21, 11))
PROTOCOL_HEADER_BYTES = 8

Farewell = Callable[[int, bytes], bytes]  # made of the consumer's channel and tag


def close_connection(_channel: int, _tag: bytes) -> bytes:
    """What RabbitMQ sends to everybody when it is stopped."""
    reason = b"CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'"
    return _frame(0, struct.pack(">HHH", 10, 50, 320) + _short_string(reason) + bytes(4))


def cancel_consumer(channel: int, tag: bytes) -> bytes:
    """What it sends when the queue is deleted."""
    return _frame(channel, struct.pack(">HH", 60, 30) + _short_string(tag) + b"\1")


def _frame(channel: int, method: bytes) -> bytes:
    return struct.pack(">BHI", 1, channel, len(method)) + method + b"\xce"


def _short_string(text: bytes) -> bytes:
    return bytes([len(text)]) + text


class FarewellRoad:
    """A TCP proxy. `farewell` is said once, to the next worker that has got all confirmations and turns to its work."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = [self._listener]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.farewell: Farewell | None = None
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in self._sockets:
            _shut(one)
        for thread in self._threads:
            thread.join(5)
        for one in self._sockets:
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._sockets.append(client)
                server = socket.create_connection(self._target)
                self._sockets.append(server)
                tags: dict[int, bytes] = {}
                for carry in (self._carry_requests, self._carry_answers):
                    thread = threading.Thread(target=carry, args=(client, server, tags), daemon=True)
                    self._threads.append(thread)
                    thread.start()

    def _carry_requests(self, client: socket.socket, server: socket.socket, tags: dict[int, bytes]) -> None:
        with suppress(OSError), client.makefile("rb") as source:
            server.sendall(source.read(PROTOCOL_HEADER_BYTES))
            while frame := _read_frame(source):
                channel, method = _parts(frame)
                if method.startswith(CONSUME) and PROCESS_DATASET.name.encode() in method:
                    tags[channel] = b""
                server.sendall(frame)
        _shut(client, server)

    def _carry_answers(self, client: socket.socket, server: socket.socket, tags: dict[int, bytes]) -> None:
        with suppress(OSError), server.makefile("rb") as source:
            while frame := _read_frame(source):
                channel, method = _parts(frame)
                if method.startswith(CONSUME_OK) and channel in tags:
                    tags[channel] = method[len(CONSUME_OK) + 1 :]
                if method.startswith(PREFETCH_OK) and tags.get(channel) and self.farewell is not None:
                    frame += self.farewell(channel, tags[channel])
                    self.farewell = None
                client.sendall(frame)
        _shut(client, server)


def _read_frame(source: BinaryIO) -> bytes:
    header = source.read(7)
    return header + source.read(struct.unpack(">I", header[3:])[0] + 1) if len(header) == 7 else b""


def _parts(frame: bytes) -> tuple[int, bytes]:
    return struct.unpack(">H", frame[1:3])[0], frame[7:-1]


def _shut(*ends: socket.socket) -> None:
    for one in ends:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
