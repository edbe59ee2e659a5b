"""A file as a download: headers that hold whatever users named it, and a body that is closed however it ends."""

import re
import unicodedata
from contextlib import suppress
from urllib.parse import quote

from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from dataset_processor.services.sources import OpenSource
from dataset_processor.storage.keys import safe_filename

# RFC 8187: what `filename*` may hold unescaped, beside letters, digits and "_.-~".
_ATTRIBUTE_CHARACTERS = "!#$&+^`|"
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')
_MEDIA_TYPE = re.compile(r"[\x20-\x7e]+")


class Download(StreamingResponse):
    """Sends an open source and closes it, whether the client waits for its end or leaves."""

    def __init__(self, source: OpenSource, filename: str, content_type: str) -> None:
        self._source = source
        safe_type = content_type if _MEDIA_TYPE.fullmatch(content_type) else "application/octet-stream"
        headers = {
            "Content-Type": safe_type,
            "Content-Length": str(source.size_bytes),
            "Content-Disposition": content_disposition(filename),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
        }
        if source.etag is not None and _ETAG.fullmatch(source.etag):
            headers["ETag"] = source.etag
        super().__init__(source.pieces(), headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer; a client that leaves is no error."""
        try:
            with suppress(ClientDisconnect):
                await super().__call__(scope, receive, send)
        finally:
            self._source.close()


def content_disposition(filename: str) -> str:
    """RFC 6266: an attachment with an ASCII name for old clients, and its own name (RFC 8187) for all others."""
    name = safe_filename(filename, "dataset")
    return f"attachment; filename=\"{_ascii(name)}\"; filename*=UTF-8''{quote(name, safe=_ATTRIBUTE_CHARACTERS)}"


def _ascii(name: str) -> str:
    """Letters without their accents; an underscore for what is not ASCII, or means something inside the quotes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^\x20-\x7e]|[\"\\%/;]", "_", plain)
