"""An object's bytes over as many connections as it takes: each goes on where the last one broke."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Protocol, Self

from urllib3 import BaseHTTPResponse

from dataset_processor.core.settings import MIB
from dataset_processor.observability.logging import get_logger
from dataset_processor.storage.client_errors import CLIENT_ERRORS, may_pass, storage_error
from dataset_processor.storage.store import ObjectChanged, StorageError

log = get_logger(__name__)

# Before the first, second … request after a break; there are as many requests without a byte as there are pauses.
PAUSES_SECONDS = (0.1, 0.5, 1.0, 3.0, 6.0)
PIECE_BYTES = MIB // 4
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class Get(Protocol):
    """One request for the object, from `offset` on, of the version with `etag` if there is one."""

    def __call__(self, *, offset: int, etag: str | None) -> BaseHTTPResponse:
        """An answer with status 2xx whose body is unread; raises one of `CLIENT_ERRORS`."""
        ...


@dataclass(frozen=True)
class Version:
    """What must stay the same while an object is read."""

    etag: str | None
    size_bytes: int

    @property
    def can_be_resumed(self) -> bool:
        """Only a strong ETag tells that two answers have the same bytes."""
        return self.etag is not None and not self.etag.startswith("W/")


class ResumingReader:
    """A source whose breaks are healed with `Range` and `If-Match`; as a context manager it is closed at the end.

    Every byte comes once and in order. After a broken connection, a timeout, an answer that is no good or an early
    end that connection is dropped and a new one asked for the rest. Given up are: an object that is missing or has
    changed, a refusal, and `len(PAUSES_SECONDS)` requests in a row without a byte. `on_wait` is called again and
    again while no byte comes; what it raises passes through. After an error nothing more can be read.
    """

    def __init__(self, get: Get, place: str, on_wait: Callable[[], None]) -> None:
        self._get = get
        self._place = place
        self._on_wait = on_wait
        self._response: BaseHTTPResponse | None = None
        self._version: Version | None = None
        self._first_byte = b""
        self._position = 0
        self._fruitless = 0
        self._closed = False

    def __enter__(self) -> Self:
        """Asks for the object: that it is there is known before the first byte is read."""
        try:
            self._connect()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the connection back, or drops it where a part of the body is still to come. Idempotent."""
        self._closed = True
        self._drop()

    @property
    def size_bytes(self) -> int:
        return self._known_version().size_bytes

    @property
    def etag(self) -> str | None:
        return self._known_version().etag

    def read(self, size: int = -1, /) -> bytes:
        """`size` bytes, fewer only at the end; all the rest where no size is given."""
        if self._closed or self._version is None:
            raise StorageError(f"The reading of {self._place} is over.")
        left = self._version.size_bytes - self._position
        left = left if size < 0 else min(size, left)
        pieces: list[bytes] = []
        try:
            while left:
                pieces.append(self._next_piece(min(left, PIECE_BYTES)))
                left -= len(pieces[-1])
        except BaseException:
            self.close()  # what these pieces hold is lost: to go on would leave a gap
            raise
        return b"".join(pieces)

    def _known_version(self) -> Version:
        if self._version is None:
            raise StorageError(f"{self._place} has not been opened.")
        return self._version

    def _next_piece(self, size: int) -> bytes:
        while True:
            response = self._connect()
            try:
                piece = self._first_byte or _received(response, size)
            except CLIENT_ERRORS as error:
                self._endure(error)
            else:
                self._first_byte = b""
                self._position += len(piece)
                self._fruitless = 0
                return piece

    def _connect(self) -> BaseHTTPResponse:
        """The answer to read from: the present one, or a new one at the present position."""
        while self._response is None:
            try:
                self._ask()
            except CLIENT_ERRORS as error:
                self._endure(error)
        return self._response

    def _ask(self) -> None:
        self._fruitless += 1
        etag = self._version.etag if self._version is not None else None
        response = self._response = self._get(offset=self._position, etag=etag)
        # The client takes a head that breaks off for a whole one: only a byte of the body proves it.
        is_empty = response.headers.get("Content-Length") == "0"
        first_byte = b"" if is_empty else _received(response, 1)
        if self._version is None:
            self._version = _version_of(response)
        elif to_skip := self._position - _start_of(response, self._version, self._position):
            self._skip(response, to_skip - 1)
            return
        self._first_byte = first_byte

    def _skip(self, response: BaseHTTPResponse, count: int) -> None:
        while count:
            count -= len(_received(response, min(count, PIECE_BYTES)))
            self._on_wait()

    def _endure(self, error: Exception) -> None:
        """Drops the connection and waits, or raises what ends the reading."""
        self._drop()
        cause = storage_error(error, self._place)
        if not may_pass(error):
            raise cause from (None if cause is error else error)
        if self._version is not None and not self._version.can_be_resumed:
            raise StorageError(f"{cause}; without a strong ETag it cannot be resumed.") from error
        if self._fruitless >= len(PAUSES_SECONDS):
            asked = f"asked {self._fruitless} times for byte {self._position}"
            raise StorageError(f"{cause}; {asked} of {self._place}.") from error
        log.warning("object.broken_off", position=self._position, requests=self._fruitless, error=str(cause))
        time.sleep(PAUSES_SECONDS[self._fruitless])
        self._on_wait()

    def _drop(self) -> None:
        if self._response is not None:
            self._response.close()
            self._response.release_conn()
            self._response = None


def _received(response: BaseHTTPResponse, size: int) -> bytes:
    """What has arrived, at least a byte: one `recv`, so that a break takes nothing of it along."""
    piece = response.read1(size, decode_content=False)
    if not piece:
        raise StorageError("The body ended early.")
    return piece


def _version_of(response: BaseHTTPResponse) -> Version:
    """What the first answer is about; it must be all of the object."""
    length = response.headers.get("Content-Length", "")
    if response.status != HTTPStatus.OK or not length.isdecimal():
        raise StorageError(f"An answer with status {response.status} and a length of {length!r} is no object.")
    return Version(response.headers.get("ETag"), int(length))


def _start_of(response: BaseHTTPResponse, version: Version, position: int) -> int:
    """At which byte a further answer begins: at `position`, or at 0 where the server knows no ranges.

    It must be of the same version and last to the end.
    """
    if response.headers.get("ETag") != version.etag:
        raise ObjectChanged(f"The ETag was {version.etag} and is {response.headers.get('ETag')}.")
    if response.status == HTTPStatus.OK:
        start, size = 0, _version_of(response).size_bytes
    else:
        start, size = _range_of(response)
    if size != version.size_bytes:
        raise ObjectChanged(f"The size was {version.size_bytes} and is {size}.")
    if start not in {0, position}:
        raise StorageError(f"Byte {position} was asked for, and {start} came.")
    return start


def _range_of(response: BaseHTTPResponse) -> tuple[int, int]:
    """First byte and total size by the answer's `Content-Range`, which must reach to the end and fit its length."""
    given = response.headers.get("Content-Range", "")
    found = _CONTENT_RANGE.fullmatch(given)
    if response.status != HTTPStatus.PARTIAL_CONTENT or found is None:
        raise StorageError(f"An answer with status {response.status} and the range {given!r} is no part of an object.")
    start, end, size = map(int, found.groups())
    if end != size - 1 or response.headers.get("Content-Length") != str(size - start):
        raise StorageError(f"The range {given!r} does not reach to the end or is not as long as it says.")
    return start, size
