"""What the product asks of an object store. Calls block: on an event loop they belong in a thread."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class ByteSource(Protocol):
    """Anything bytes can be read from; `b""` means the end."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        ...


@dataclass(frozen=True)
class StoredObject:
    """What is known of an object without reading it."""

    bucket: str
    key: str
    etag: str
    size_bytes: int


@dataclass(frozen=True)
class ListedObject:
    """What a list says of an object; the time is the store's."""

    bucket: str
    key: str
    modified_at: datetime


class ObjectSource(ByteSource, Protocol):
    """The bytes of an object, and what is known of it once it is open."""

    @property
    def size_bytes(self) -> int:
        """How many bytes there are in all."""
        ...

    @property
    def etag(self) -> str | None:
        """As the store writes it, its quotes included; None where it tells none."""
        ...


class StorageError(OSError):
    """The store cannot be reached, refuses, or breaks off; a later try may succeed."""


class ObjectMissing(StorageError):
    """The bucket or the object is not there."""


class ObjectChanged(StorageError):
    """The object was replaced while it was being read; a later try finds one version again."""


class ObjectStore(Protocol):
    """Every method raises `StorageError` where the store fails, within a bounded time."""

    def ensure_buckets(self) -> None:
        """Creates the configured buckets that are missing. Idempotent."""
        ...

    def check(self) -> None:
        """Raises unless the configured buckets can be reached."""
        ...

    def put(self, bucket: str, key: str, source: ByteSource, content_type: str) -> StoredObject:
        """Stores a body of unknown length; an error of `source` is raised unchanged and leaves no object."""
        ...

    def put_bytes(self, bucket: str, key: str, body: bytes, content_type: str) -> StoredObject:
        """Stores a small body in one request, replacing what was there."""
        ...

    def open(
        self, bucket: str, key: str, on_wait: Callable[[], None] = lambda: None
    ) -> AbstractContextManager[ObjectSource]:
        """The object's bytes as a stream that outlives its connections; nothing is held after exit.

        `on_wait` is called now and then while they are being replaced; it may raise to give the reading up.
        """
        ...

    def read(self, bucket: str, key: str) -> bytes:
        """The whole of a small object, over one connection."""
        ...

    def stat(self, bucket: str, key: str) -> StoredObject:
        """Size and ETag; raises `ObjectMissing`."""
        ...

    def delete(self, bucket: str, key: str) -> None:
        """Removes the object; an absent one is no error."""
        ...

    def objects(self, bucket: str, prefix: str = "") -> Iterator[ListedObject]:
        """Objects whose keys start with `prefix`, in the keys' order, listed page by page."""
        ...

    def keys(self, bucket: str, prefix: str = "") -> Iterator[str]:
        """Their keys alone."""
        ...
