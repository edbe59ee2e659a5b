"""Faults of a store that a real one does not show on demand: a server that breaks off, lies or says nothing."""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from tests.storage.raw_server import answer, answering

from dataset_processor.core.settings import Settings
from dataset_processor.storage.minio_store import API_TIMEOUTS, WORKER_TIMEOUTS, MinioStore, Timeouts
from dataset_processor.storage.store import ObjectMissing, StorageError

SHORT = Timeouts(connect=0.5, read=0.5, retries=0)
BODY = b"0123456789"
WHOLE = b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\nETag: "tag"\r\n\r\n' + BODY


@contextmanager
def opened(settings: Settings, timeouts: Timeouts = SHORT) -> Iterator[MinioStore]:
    store = MinioStore(settings, timeouts)
    yield store
    store.close()


def test_a_whole_body_is_read_from_the_servers_answer() -> None:
    with answering(WHOLE) as settings, opened(settings) as store:
        assert store.read("uploads", "key") == BODY


@pytest.mark.parametrize("length", range(len(WHOLE)))
def test_an_answer_that_ends_early_is_noticed_wherever_it_ends(length: int) -> None:
    with answering(WHOLE[:length]) as settings, opened(settings) as store, pytest.raises(StorageError):
        store.read("uploads", "key")


def test_a_body_that_stops_coming_is_given_up_within_the_time_limit() -> None:
    with answering(WHOLE[:-5], hang=True) as settings, opened(settings) as store:
        started = time.monotonic()
        with pytest.raises(StorageError):
            store.read("uploads", "key")
        assert time.monotonic() - started < 5


NO_ANSWERS = {
    "nothing": b"",
    "no HTTP": b"not HTTP at all\r\n\r\n",
    "500": b"HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n",
    "503": b"HTTP/1.1 503 Slow Down\r\nContent-Length: 4\r\nContent-Type: text/plain\r\n\r\nslow",
    "no text": answer("502 Bad Gateway", b"\xff", Content_Type="text/html"),
    "no XML": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\nContent-Type: application/xml\r\n\r\n<notclose",
}
NO_LISTS = {
    **NO_ANSWERS,
    "half a line": b"HTTP/1.1 200",
    "an answer to something else": b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n<x>",
}


@pytest.mark.parametrize("answer", NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_an_upload_that_is_not_answered_as_it_should_is_an_error_of_the_store(answer: bytes) -> None:
    with answering(answer) as settings, opened(settings) as store:
        with pytest.raises(StorageError) as raised:
            store.put_bytes("uploads", "key", b"x", "text/csv")
        assert not isinstance(raised.value, ObjectMissing)


@pytest.mark.parametrize("answer", NO_LISTS.values(), ids=NO_LISTS)
def test_a_list_that_is_none_is_an_error_of_the_store(answer: bytes) -> None:
    with answering(answer) as settings, opened(settings) as store:
        with pytest.raises(StorageError) as raised:
            list(store.keys("uploads"))
        assert not isinstance(raised.value, ObjectMissing)


def test_a_server_that_asks_to_wait_for_an_hour_is_not_obeyed() -> None:
    later = answer("503 Slow Down", b"slow", Content_Type="text/plain", Retry_After=3600)
    with answering(later) as settings, opened(settings, replace(SHORT, retries=2)) as store:
        started = time.monotonic()
        for call in (store.stat, store.read, store.delete):
            with pytest.raises(StorageError):
                call("uploads", "key")
        assert time.monotonic() - started < 5


@pytest.mark.parametrize("call", ["check", "put", "put_bytes", "read", "stat", "delete", "keys"])
def test_a_server_that_says_nothing_fails_every_call_within_the_time_limit(call: str) -> None:
    with answering(b"", hang=True) as settings, opened(settings) as store:
        calls: dict[str, Callable[[], object]] = {
            "check": store.check,
            "put": lambda: store.put("uploads", "key", io.BytesIO(b"x"), "text/csv"),
            "put_bytes": lambda: store.put_bytes("uploads", "key", b"x", "text/csv"),
            "read": lambda: store.read("uploads", "key"),
            "stat": lambda: store.stat("uploads", "key"),
            "delete": lambda: store.delete("uploads", "key"),
            "keys": lambda: list(store.keys("uploads")),
        }
        started = time.monotonic()
        with pytest.raises(StorageError):
            calls[call]()
        assert time.monotonic() - started < 5


def test_the_limits_are_those_of_the_design() -> None:
    assert Timeouts(connect=2, read=8, retries=0) == API_TIMEOUTS
    assert Timeouts(connect=3, read=20, retries=2) == WORKER_TIMEOUTS
