"""A caller below HTTP: sees each message of an answer, and can leave in the middle of it."""

import asyncio
from typing import Any

from fastapi import FastAPI


class Caller:
    """One request; `leave_after` bodies the client is gone: servers tell of it in one of two ways."""

    def __init__(self, app: FastAPI, path: str, *, leave_after: int | None = None, spec_version: str = "2.3") -> None:
        self._app = app
        self._leave_after = leave_after
        self._send_fails = spec_version >= "2.4"
        self._gone = asyncio.Event()
        self._scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": spec_version},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [],
            "client": ("127.0.0.1", 1),
            "server": ("test", 80),
        }
        self.messages: list[dict[str, Any]] = []

    async def call(self) -> None:
        """Until the application has ended; raises what it raises."""
        await self._app(self._scope, self._receive, self._send)

    def leave(self) -> None:
        """The connection is closed now."""
        self._gone.set()

    @property
    def status(self) -> int | None:
        """Of the answer, once it has begun."""
        return self.messages[0]["status"] if self.messages else None

    @property
    def bodies(self) -> list[bytes]:
        """What arrived, piece by piece."""
        return [message["body"] for message in self.messages if message["type"] == "http.response.body"]

    @property
    def is_complete(self) -> bool:
        """Whether the answer was brought to its end."""
        return bool(self.messages) and self.messages[-1].get("more_body") is False

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if self._gone.is_set():
            if self._send_fails:
                raise OSError("the client is gone")
            await asyncio.sleep(0)
            return
        self.messages.append(message)
        if self._leave_after is not None and len(self.bodies) >= self._leave_after:
            self.leave()
