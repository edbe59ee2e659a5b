"""A way to the object store on which files come slowly, so that a job lasts as long as a test needs."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

CHUNK = 4096
PAUSE_SECONDS = 0.01


class NarrowRoad:
    """A TCP proxy. While it is narrow, about 400 KB arrive in a second; it starts wide."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._wide = threading.Event()
        self._wide.set()
        self._sockets: list[socket.socket] = [self._listener]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.port: int = self._listener.getsockname()[1]

    def narrow(self) -> None:
        """From now on slowly."""
        self._wide.clear()

    def widen(self) -> None:
        """From now on at full speed."""
        self._wide.set()

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
                self._sockets += [client, server]
                self._start(client, server, slowly=False)
                self._start(server, client, slowly=True)

    def _start(self, source: socket.socket, target: socket.socket, *, slowly: bool) -> None:
        thread = threading.Thread(target=self._carry, args=(source, target, slowly), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _carry(self, source: socket.socket, target: socket.socket, slowly: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if slowly:
                    self._wide.wait(PAUSE_SECONDS)
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
