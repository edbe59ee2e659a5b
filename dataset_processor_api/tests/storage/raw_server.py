"""A server that answers with the bytes it was given, right or wrong, one answer a connection."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from dataset_processor.core.settings import Settings


@contextmanager
def answering(*answers: bytes, hang: bool = False, heard: list[str] | None = None) -> Iterator[Settings]:
    """Settings that name a server which sends each connection its answer, later ones the last, and then hangs up.

    With `hang` it says no more instead. What it was asked is added to `heard`.
    """
    finished = threading.Event()
    pending = list(answers)

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(ConnectionError):
                received = b""
                while b"\r\n\r\n" not in received and (data := connection.recv(65536)):
                    received += data
                if heard is not None:
                    heard.append(received.decode())
                connection.sendall(pending.pop(0) if len(pending) > 1 else pending[0])
                if hang:
                    finished.wait(30)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield Settings(s3_host="127.0.0.1", s3_port=listener.getsockname()[1])
        finally:
            finished.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)


def answer(status: str, body: bytes = b"", **headers: object) -> bytes:
    """An answer with a length, unless another one is given; `None` leaves a header out.

    It says that the connection ends, since the server does that: whoever used it again would not be heard.
    """
    lines = {"Content_Length": len(body), "Connection": "close", **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items() if value is not None)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def refusal(status: str, code: str) -> bytes:
    """An error as S3 tells it."""
    body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
    return answer(status, body, Content_Type="application/xml")
