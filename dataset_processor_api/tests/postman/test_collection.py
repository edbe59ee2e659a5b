"""Every request of the Postman collection, sent in order to the running product, answers as its example says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from tests.backends import Backends

from dataset_processor.api.app import create_app
from dataset_processor.core.settings import Settings
from local_stack.stack import Stack
from local_stack.waiting import wait_until

POSTMAN = Path(__file__).parents[2] / "postman"
COLLECTION = json.loads((POSTMAN / "dataset-processor.postman_collection.json").read_text())
ENVIRONMENT = json.loads((POSTMAN / "local.postman_environment.json").read_text())


def requests() -> Iterator[dict[str, Any]]:
    for folder in COLLECTION["item"]:
        yield from folder["item"]


class Runner:
    """Sends a request the way Postman does: variables replaced, files read relative to the collection."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.Client(timeout=30)
        self.variables = {entry["key"]: entry["value"] for entry in COLLECTION["variable"]}
        self.variables["base_url"] = base_url

    def send(self, item: dict[str, Any]) -> httpx.Response:
        request = item["request"]
        files: dict[str, tuple[str | None, bytes, str | None]] = {}
        for part in request.get("body", {}).get("formdata", []):
            if part["type"] == "file":
                path = POSTMAN / part["src"]
                files[part["key"]] = (path.name, path.read_bytes(), part["contentType"])
            else:
                files[part["key"]] = (None, self._filled(part["value"]).encode(), None)
        response = self._http.request(request["method"], self._filled(request["url"]["raw"]), files=files or None)
        self._remember(item, response)
        return response

    def _remember(self, item: dict[str, Any], response: httpx.Response) -> None:
        for line in item["event"][0]["script"]["exec"]:
            found = re.match(r'pm\.collectionVariables\.set\("(\w+)", pm\.response\.json\(\)\.(\w+)', line)
            if found:
                self.variables[found[1]] = response.json()[found[2]] or ""

    def _filled(self, text: str) -> str:
        return re.sub(r"\{\{(\w+)\}\}", lambda found: str(self.variables[found[1]]), text)

    def close(self) -> None:
        self._http.close()


@pytest.fixture
def runner(backends: Backends, engine: Engine, tmp_path: Path) -> Iterator[Runner]:
    only = {"api", "worker", "dispatcher"}
    with Stack(tmp_path, environment=backends.environment, only=only) as stack:
        runner = Runner(stack.environment["API_URL"])
        yield runner
        runner.close()


def test_every_request_answers_as_its_example_says(runner: Runner) -> None:
    for item in requests():
        expected = item["response"][0]["code"]
        response = runner.send(item)
        assert response.status_code == expected, f"{item['name']}: {response.text[:300]}"
        assert response.headers["X-Request-ID"]
        if item["name"] == "Read the job":
            assert wait_until(lambda item=item: runner.send(item).json()["state"] == "success", 60)  # type: ignore[misc]


def test_the_collection_has_every_call_of_the_interface(settings: Settings) -> None:
    offered = {
        (method.upper(), re.sub(r"\{\w+\}", "*", path))
        for path, methods in create_app(settings).openapi()["paths"].items()
        for method in methods
    }
    sent = set()
    for item in requests():
        path = item["request"]["url"]["raw"].removeprefix("{{base_url}}").split("?")[0]
        known = re.sub(r"\{\{\w+\}\}|0{8}-[0-9-]+", "*", path)
        sent.add((item["request"]["method"], known))
    assert offered <= sent


def test_the_environment_points_at_the_default_address(settings: Settings) -> None:
    (base_url,) = [entry["value"] for entry in ENVIRONMENT["values"] if entry["key"] == "base_url"]
    assert base_url == f"http://127.0.0.1:{Settings.model_fields['api_port'].default}"
