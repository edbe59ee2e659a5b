"""The built page as people get it: what nginx serves, how, and what it does while the API is away."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import urllib3
from urllib3.response import BaseHTTPResponse

from local_stack import web_client
from local_stack.services import WebService
from local_stack.stack import Stack

ASSETS = web_client.DIST / "assets"


class StandInApi(BaseHTTPRequestHandler):
    """Says which path it was asked for, with a header of its own; redirects what ends with a slash."""

    def do_GET(self) -> None:
        self.send_response(307 if self.path.endswith("/") else 200)
        self.send_header("Cache-Control", "the API's")
        self.send_header("Location", f"http://{self.headers['Host']}{self.path.rstrip('/')}")
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebService]:
    with WebService(tmp_path_factory.mktemp("web with a space")) as service:
        yield service


@pytest.fixture(scope="module")
def web_with_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebService]:
    with ThreadingHTTPServer(("127.0.0.1", 0), StandInApi) as api:
        threading.Thread(target=api.serve_forever, daemon=True).start()
        port = api.server_address[1]
        with WebService(tmp_path_factory.mktemp("web"), settings={"API_PORT": str(port)}) as service:
            yield service
        api.shutdown()


def get(web: WebService, path: str, *, method: str = "GET") -> BaseHTTPResponse:
    headers = {"Accept-Encoding": "gzip"}
    return urllib3.request(method, f"{web.url}{path}", headers=headers, retries=False, timeout=10)


@pytest.mark.parametrize("path", ["/", "/jobs", "/datasets/0191d8a0-0000-7000-8000-000000000000"])
def test_every_screen_of_the_page_is_the_same_document_asked_for_anew_each_time(web: WebService, path: str) -> None:
    answer = get(web, path)
    assert answer.status == 200
    assert b'<div id="root">' in answer.data
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/missing.js", "/assets/missing.js", "/.vite/manifest.json", "/.built"])
def test_what_is_not_there_or_not_for_others_is_not_found(web: WebService, path: str) -> None:
    answer = get(web, path)
    assert answer.status == 404
    assert "Cache-Control" not in answer.headers


def test_built_files_are_compressed_and_kept_for_ever(web: WebService) -> None:
    for file in (next(ASSETS.glob("index-*.js")), next(ASSETS.glob("index-*.css"))):
        answer = get(web, f"/assets/{file.name}")
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.data == file.read_bytes()


@pytest.mark.parametrize("path", ["/", "/color-scheme.js", "/missing.js"])
def test_whatever_is_the_pages_own_carries_the_security_headers(web: WebService, path: str) -> None:
    headers = get(web, path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Server"] == "nginx"


@pytest.mark.parametrize("path", ["/api/..%2f", "/api/..%2fassets/index.html", "/assets/..%2f", "/%61ssets/..%2f"])
def test_no_spelling_of_an_address_gets_the_page_without_them_or_for_ever(web: WebService, path: str) -> None:
    answer = get(web, path)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers.get("Cache-Control") in (None, "no-cache")


@pytest.mark.parametrize("path", ["/api/meta", "//api/meta", "/%61pi/meta", "/api//meta"])
def test_what_the_api_answers_has_its_own_headers_alone(web_with_api: WebService, path: str) -> None:
    answer = get(web_with_api, path)
    assert answer.data == b"/meta"
    assert answer.headers["Cache-Control"] == "the API's"
    assert "Content-Security-Policy" not in answer.headers


def test_a_redirection_of_the_api_stays_below_its_prefix(web_with_api: WebService) -> None:
    assert get(web_with_api, "/api/datasets/").headers["Location"] == "/api/datasets"


def test_metrics_are_not_for_everybody(web_with_api: WebService) -> None:
    assert get(web_with_api, "/api/metrics").status == 404
    assert get(web_with_api, "/api/datasets/x/source?a=%2F&b").data == b"/datasets/x/source?a=%2F&b"


def test_an_api_that_is_away_is_a_bad_gateway_and_the_page_stays(web: WebService) -> None:
    assert get(web, "/api/meta").status == 502
    assert get(web, "/").status == 200


def test_a_web_server_that_was_killed_starts_again_on_the_same_port(tmp_path: Path) -> None:
    with WebService(tmp_path) as web:
        port = web.port
        web.kill()
        web.start()
        assert web.port == port
        assert get(web, "/").status == 200


def test_the_api_keeps_the_port_that_was_picked_for_it(tmp_path: Path) -> None:
    stack = Stack(tmp_path, environment={}, only={"web", "api"})
    stack.settle_ports()
    port = stack.services["api"].port
    assert port != 8000
    configuration = "".join(stack.services["web"].program().folder.joinpath("nginx.conf").read_text().split("\n"))
    assert f"http://127.0.0.1:{port};" in configuration
    assert stack.services["api"].port == port


def test_the_page_is_not_built_again_when_nothing_has_changed() -> None:
    web_client.build(pytest.fail)
