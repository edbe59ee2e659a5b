"""The HTTP interface from the caller's side: upload, process, follow, fetch."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

CONTENT_TYPES = {".csv": "text/csv", ".json": "application/json"}
FINAL_STATES = frozenset({"success", "failure"})


class ApiError(Exception):
    """The service refused or could not be reached; the message is for the person at the terminal."""


class ApiClient:
    """Every method raises `ApiError`."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=httpx.Timeout(30, connect=5))

    def upload(self, path: Path, name: str, content_type: str) -> dict[str, Any]:
        """Uploads a file; the answer's `already_existed` tells whether its bytes were there."""
        with path.open("rb") as file:
            # The answer comes when the service has stored the file, which for a large one takes minutes.
            patience = httpx.Timeout(30, connect=5, read=None)
            files = {"file": (path.name, file, content_type)}
            return self._json("POST", "/datasets", data={"name": name}, files=files, timeout=patience)

    def process(self, dataset_id: str) -> dict[str, Any]:
        """Requests processing."""
        return self._json("POST", f"/datasets/{dataset_id}/process")

    def follow(self, job_id: str, interval_seconds: float = 0.3) -> Iterator[dict[str, Any]]:
        """The job as it goes on, until it is final. A service that is away for a while is asked again."""
        misses = 0
        while True:
            try:
                job = self._json("GET", f"/jobs/{job_id}")
            except ApiError:
                misses += 1
                if misses > 20:
                    raise
            else:
                misses = 0
                yield job
                if job["state"] in FINAL_STATES:
                    return
            time.sleep(interval_seconds)

    def report(self, dataset_id: str) -> dict[str, Any]:
        """The report's document."""
        return self._json("GET", f"/datasets/{dataset_id}/report")

    def _json(self, method: str, path: str, **arguments: Any) -> dict[str, Any]:
        try:
            response = self._http.request(method, path, **arguments)
        except httpx.HTTPError as error:
            raise ApiError(f"{self._http.base_url} cannot be reached: {error}") from error
        try:
            body = response.json()
        except json.JSONDecodeError:
            raise ApiError(f"{method} {path} answered {response.status_code} without JSON.") from None
        if response.is_error:
            raise ApiError(f"{method} {path} answered {response.status_code}: {body.get('detail')}")
        document: dict[str, Any] = body
        return document

    def close(self) -> None:
        """Drops connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
