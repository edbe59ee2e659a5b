"""Bodies are limited before they are parsed: by their declared length, and while they arrive."""

import asyncio
import json
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MULTIPART_OVERHEAD_BYTES = 64 * 1024
# A connection that is closed while bytes arrive is reset, and a proxy or a browser may lose the answer with it.
LINGER_SECONDS = 2.0


class _BodyTooLarge(Exception):
    pass


class BodyLimitMiddleware:
    """Answers 413 to a body of more than `max_bytes` plus what a form adds around a file."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_upload_bytes = max_bytes
        self._max_body_bytes = max_bytes + MULTIPART_OVERHEAD_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > self._max_body_bytes:
            await self._refuse(receive, send, more=True)
            return
        received = 0
        more = exceeded = False

        async def limited_receive() -> Message:
            nonlocal received, more, exceeded
            message = await receive()
            received += len(message.get("body", b""))
            more = message.get("more_body", False)
            if received > self._max_body_bytes:
                exceeded = True
                raise _BodyTooLarge
            return message

        async def guarded_send(message: Message) -> None:
            # The framework turns an error while it reads the body into an answer of its own.
            if not exceeded:
                await send(message)

        with suppress(_BodyTooLarge):
            await self._app(scope, limited_receive, guarded_send)
        if exceeded:
            await self._refuse(receive, send, more=more)

    async def _refuse(self, receive: Receive, send: Send, *, more: bool) -> None:
        """Answer at once, then let what is still on its way arrive for a while."""
        detail = f"The upload is larger than the limit of {self._max_upload_bytes} bytes."
        body = json.dumps({"detail": detail}).encode()
        names = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close"}
        headers = [(name.encode(), value.encode()) for name, value in names.items()]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": more})
        if more:
            with suppress(TimeoutError):
                async with asyncio.timeout(LINGER_SECONDS):
                    while (await receive()).get("more_body", False):
                        pass
            await send({"type": "http.response.body", "body": b"", "more_body": False})
