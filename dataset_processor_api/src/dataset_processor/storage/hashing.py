"""Reading bytes once: counted, hashed and limited on their way."""

import hashlib

from dataset_processor.core.errors import UploadTooLarge
from dataset_processor.storage.store import ByteSource


class HashingSource:
    """A source that counts and hashes what is read from it, and refuses more than `max_bytes`."""

    def __init__(self, source: ByteSource, max_bytes: int | None = None) -> None:
        self._source = source
        self._max_bytes = max_bytes
        self._sha256 = hashlib.sha256()
        self.size_bytes = 0

    def read(self, size: int = -1, /) -> bytes:
        """Passes bytes on; raises `UploadTooLarge` as soon as the limit is passed."""
        data = self._source.read(size)
        self.size_bytes += len(data)
        if self._max_bytes is not None and self.size_bytes > self._max_bytes:
            raise UploadTooLarge(f"The file is larger than the limit of {self._max_bytes} bytes.")
        self._sha256.update(data)
        return data

    @property
    def checksum_sha256(self) -> str:
        """Hexadecimal SHA-256 of what has been read so far."""
        return self._sha256.hexdigest()
