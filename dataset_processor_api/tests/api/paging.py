"""Lists read page by page, and cursors and times no list accepts."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx


def encoded(value: object) -> str:
    """A cursor of any content, in the encoding of real ones."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


TIME, ROW = "2026-01-01T00:00:00+00:00", UUID(int=7).hex
BROKEN_CURSORS = {
    "empty": "",
    "a word": "first",
    "spaces": "   ",
    "a number": "1",
    "an id": str(uuid4()),
    "not ASCII": "é",
    "NUL": "abc\x00",
    "no base64": "!!!!",
    "padding only": "====",
    "no JSON": base64.urlsafe_b64encode(b"not json at all").decode(),
    "no UTF-8": base64.urlsafe_b64encode(b"\xff\xfe\xfd").decode(),
    "null": encoded(None),
    "a string": encoded("ab"),
    "an object": encoded({TIME: 1, ROW: 2}),
    "an empty list": encoded([]),
    "one element": encoded([TIME]),
    "three elements": encoded([TIME, ROW, 1]),
    "a time that is none": encoded(["yesterday", ROW]),
    "a naive time": encoded([TIME[:19], ROW]),
    "a time in another zone": encoded([TIME.replace("+00:00", "+02:00"), ROW]),
    "a time out of range": encoded(["0001-01-01T00:00:00+14:00", ROW]),
    "a time as a number": encoded([1767225600, ROW]),
    "an id that is none": encoded([TIME, "x" * 32]),
    "an id as a number": encoded([TIME, 7]),
    "an id with dashes": encoded([TIME, str(UUID(int=7))]),
    "elements swapped": encoded([ROW, TIME]),
    "deeply nested": base64.urlsafe_b64encode(b"[" * 300).decode(),
    "a huge number": base64.urlsafe_b64encode(b"1" * 300).decode(),
    "not a number": base64.urlsafe_b64encode(b"[NaN, NaN]").decode(),
    "too long": "A" * 501,
    "padded": encoded([TIME, ROW]) + "==",
    "followed by a space": encoded([TIME, ROW]) + " ",
}
BROKEN_TIMES = [
    "",
    "yesterday",
    "2026-13-01",
    "2026-02-30T00:00:00",
    "2026-01-01T25:00:00Z",
    "2026-01-01T00:00:00+99:00",
    "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "nan",
    "1e400",
    "-99999999999999999999",
    "2026-01-01T00:00:00\x00",
]


async def pages_of(client: httpx.AsyncClient, path: str, **query: Any) -> AsyncIterator[list[dict[str, Any]]]:
    """Page after page, as a caller that follows `next_cursor` reads them."""
    rows = path.strip("/")
    while True:
        response = await client.get(path, params=query)
        assert response.status_code == 200, response.text
        body = response.json()
        assert set(body) == {rows, "next_cursor", "has_more"}
        assert body["has_more"] is (body["next_cursor"] is not None)
        yield body[rows]
        if not body["has_more"]:
            return
        query["cursor"] = body["next_cursor"]


async def ids_of(client: httpx.AsyncClient, path: str, **query: Any) -> list[str]:
    """The ids of all pages, in order."""
    return [row["id"] async for page in pages_of(client, path, **query) for row in page]
