"""A way to the object store on which files come slowly, so that a job lasts as long as a test needs, or break off."""

import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import TracebackType
from typing import Self

CHUNK = 4096
PAUSE_SECONDS = 0.01
RESET = struct.pack("ii", 1, 0)


class NarrowRoad:
    """A TCP proxy. While it is narrow, about 400 KB arrive in a second; it starts wide."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._wide = threading.Event()
        self._wide.set()
        self._cuts: deque[int] = deque()
        self._abruptly = False
        self.connections = 0
        self._sockets: list[socket.socket] = [self._listener]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.port: int = self._listener.getsockname()[1]

    def narrow(self) -> None:
        """From now on slowly."""
        self._wide.clear()

    def widen(self) -> None:
        """From now on at full speed."""
        self._wide.set()

    def cut(self, after: Iterable[int], *, abruptly: bool = False) -> None:
        """The next connection that answers is cut after so many bytes, then the next; abruptly means with a reset."""
        self._abruptly = abruptly
        self._cuts.extend(after)

    @property
    def cuts_to_come(self) -> int:
        """How many of the cuts have not met a connection yet."""
        return len(self._cuts)

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wide.set()
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                try:
                    server = socket.create_connection(self._target, timeout=5)
                except OSError:
                    client.close()
                    continue
                server.settimeout(None)
                self.connections += 1
                self._sockets += [client, server]
                self._start(self._carry, client, server)
                self._start(self._carry_answers, server, client)

    def _start(self, carry: Callable[[socket.socket, socket.socket], None], *ends: socket.socket) -> None:
        thread = threading.Thread(target=carry, args=ends, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(CHUNK):
                server.sendall(data)
        _shut(client, server)

    def _carry_answers(self, server: socket.socket, client: socket.socket) -> None:
        left = None
        with suppress(OSError):
            while data := server.recv(CHUNK):
                if left is None and self._cuts:
                    left = self._cuts.popleft()
                self._wide.wait(PAUSE_SECONDS)
                client.sendall(data[:left])
                left = None if left is None else left - len(data)
                if left is not None and left <= 0:
                    if self._abruptly:
                        _reset(client)
                    break
        _shut(client, server)


def _shut(*ends: socket.socket) -> None:
    for one in ends:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def _reset(end: socket.socket) -> None:
    """Closes without a farewell; the shutdown only wakes the thread that reads from it."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    with suppress(OSError):
        end.shutdown(socket.SHUT_RD)
    end.close()
