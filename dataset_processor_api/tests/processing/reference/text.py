"""A byte stream as text: strict UTF-8, counted and hashed on the way."""

import codecs
import hashlib
from collections.abc import Callable
from typing import Protocol

BLOCK_BYTES = 256 * 1024
BYTE_ORDER_MARK = "\ufeff"


class ByteStream(Protocol):
    """What a report is built from; `read` may return fewer bytes than asked, and none only at the end."""

    def read(self, n: int, /) -> bytes:
        """Up to `n` next bytes."""
        ...


class TextSource:
    """Decodes a stream block by block; whatever the stream raises passes through.

    A byte order mark at the very start is dropped. At the first byte that is not UTF-8 the text ends and `bad_byte`
    holds its offset, so that the caller can first judge all that came before.
    """

    def __init__(self, stream: ByteStream, on_block: Callable[[int], None], *, block_bytes: int = BLOCK_BYTES) -> None:
        self.bytes_read = 0
        self.bad_byte: int | None = None
        self.begins_with_mark = False
        self._stream = stream
        self._on_block = on_block
        self._block_bytes = block_bytes
        self._sha256 = hashlib.sha256()
        self._undecoded = b""
        self._at_start = True
        self._ended = False

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the bytes read so far."""
        return self._sha256.hexdigest()

    def read(self) -> str:
        """The next piece of text; empty only at the end or at a bad byte."""
        while not self._ended:
            text = self._decode(self._read_block())
            if self._at_start and text:
                self._at_start = False
                self.begins_with_mark = text.startswith(BYTE_ORDER_MARK)
                text = text.removeprefix(BYTE_ORDER_MARK)
            if text:
                return text
        return ""

    def _read_block(self) -> bytes:
        parts: list[bytes] = []
        wanted = self._block_bytes
        while wanted > 0 and (part := self._stream.read(wanted)):
            parts.append(part)
            wanted -= len(part)
        block = b"".join(parts)
        self.bytes_read += len(block)
        self._sha256.update(block)
        self._on_block(self.bytes_read)
        return block

    def _decode(self, block: bytes) -> str:
        data = self._undecoded + block
        self._ended = not block
        try:
            text, used = codecs.utf_8_decode(data, "strict", self._ended)
        except UnicodeDecodeError as error:
            self.bad_byte = self.bytes_read - len(data) + error.start
            self._ended = True
            return data[: error.start].decode("utf-8")
        self._undecoded = data[used:]
        return text
