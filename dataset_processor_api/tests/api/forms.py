"""Multipart forms: as a library sends them, and byte for byte as a test wants them."""

from dataclasses import dataclass
from typing import Any

import httpx
from tests.factories import unique_csv

BOUNDARY = "the-boundary-of-a-test"
FORM_HEADERS = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


@dataclass(frozen=True)
class Part:
    """One part; `disposition` is what follows `form-data; `."""

    disposition: bytes
    body: bytes
    content_type: bytes | None = None

    def encode(self) -> bytes:
        headers = b"Content-Disposition: form-data; " + self.disposition + b"\r\n"
        if self.content_type is not None:
            headers += b"Content-Type: " + self.content_type + b"\r\n"
        return b"--" + BOUNDARY.encode() + b"\r\n" + headers + b"\r\n" + self.body + b"\r\n"


def encoded(*parts: Part) -> bytes:
    """A complete form."""
    return b"".join(part.encode() for part in parts) + b"--" + BOUNDARY.encode() + b"--\r\n"


def name_part(name: bytes = b"orders") -> Part:
    return Part(b'name="name"', name)


def file_part(body: bytes, filename: bytes = b"orders.csv", content_type: bytes | None = b"text/csv") -> Part:
    """The file as a browser sends it: the name's bytes as they are, quotes and line ends percent-encoded."""
    escaped = filename.replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")
    return Part(b'name="file"; filename="' + escaped + b'"', body, content_type)


async def send_form(client: httpx.AsyncClient, *parts: Part) -> httpx.Response:
    return await client.post("/datasets", content=encoded(*parts), headers=FORM_HEADERS)


async def upload(
    client: httpx.AsyncClient,
    body: bytes | None = None,
    *,
    name: str = "orders",
    filename: str = "orders.csv",
    content_type: str | None = "text/csv",
    **request: Any,
) -> httpx.Response:
    """An upload as httpx sends it; without `body` one that no other test sends."""
    content = unique_csv() if body is None else body
    return await client.post(
        "/datasets", data={"name": name}, files={"file": (filename, content, content_type)}, **request
    )
