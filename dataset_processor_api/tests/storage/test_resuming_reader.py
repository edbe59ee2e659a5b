"""Reading on after a break, from servers that a real one does not play: they know no ranges, or lie about them."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.storage.raw_server import answer, answering, refusal

from dataset_processor.storage import resuming_reader
from dataset_processor.storage.minio_store import MinioStore, Timeouts
from dataset_processor.storage.store import ByteSource, ObjectChanged, ObjectMissing, StorageError

SHORT = Timeouts(connect=0.5, read=0.5, retries=2)
BODY = b"0123456789"
TRIES = len(resuming_reader.PAUSES_SECONDS)


def whole(body: bytes = BODY, **headers: object) -> bytes:
    return answer("200 OK", body, **{"ETag": '"tag"', **headers})


def rest(start: int, span: str | None = None, **headers: object) -> bytes:
    """The object from `start` on; `span` is what the answer says instead."""
    given = {"ETag": '"tag"', "Content_Range": f"bytes {span or f'{start}-9/10'}", **headers}
    return answer("206 Partial Content", BODY[start:], **given)


CUT = whole()[:-6]  # the first four bytes, then the connection breaks


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resuming_reader, "PAUSES_SECONDS", (0.0,) * TRIES)


@contextmanager
def reading(*answers: bytes, heard: list[str] | None = None, hang: bool = False) -> Iterator[ByteSource]:
    with answering(*answers, heard=heard, hang=hang) as settings:
        store = MinioStore(settings, SHORT)
        try:
            with store.open("uploads", "key") as source:
                yield source
        finally:
            store.close()


def header(request: str, name: str) -> str | None:
    lines = dict(line.split(": ", 1) for line in request.splitlines()[1:] if line)
    return lines.get(name)


def all_of(source: ByteSource, into: list[bytes], size: int = 1) -> None:
    """Reads to the end; what came before an error stays in `into`."""
    while piece := source.read(size):
        into.append(piece)


def test_the_rest_of_the_same_version_is_asked_for() -> None:
    heard: list[str] = []
    with reading(CUT, rest(4), heard=heard) as source:
        assert source.read() == BODY
        assert source.read() == b""
    assert [header(request, "Range") for request in heard] == [None, "bytes=4-"]
    assert [header(request, "If-Match") for request in heard] == [None, '"tag"']


@pytest.mark.parametrize("size", [1, 3, 4, 5, 10, 11, -1])
def test_each_byte_comes_once_and_in_order_however_much_is_asked_for(size: int) -> None:
    with reading(CUT, rest(4)[:-3], rest(7)[:-1], rest(9)) as source:
        pieces: list[bytes] = []
        all_of(source, pieces, size)
    assert b"".join(pieces) == BODY
    assert [len(piece) for piece in pieces[:-1]] == [size] * (len(pieces) - 1)


def test_a_server_that_gives_one_byte_a_connection_is_read_to_the_end() -> None:
    heard: list[str] = []
    firsts = (whole()[:-9], *(rest(position)[: position - 9] for position in range(1, 9)))
    with reading(*firsts, rest(9), heard=heard) as source:
        assert source.read() == BODY
    assert len(heard) == 10


@pytest.mark.parametrize("length", range(len(CUT)))
def test_an_answer_that_breaks_off_at_any_byte_is_asked_for_again(length: int) -> None:
    with reading(whole()[:length], whole()) as source:
        assert source.read() == BODY


@pytest.mark.parametrize("length", range(len(rest(4))))
def test_a_further_answer_that_breaks_off_at_any_byte_is_asked_for_again(length: int) -> None:
    with reading(CUT, rest(4)[:length], whole()) as source:
        assert source.read() == BODY


REFUSED = refusal("403 Forbidden", "Refused")


@pytest.mark.parametrize("length", range(len(REFUSED)))
def test_a_refusal_that_breaks_off_is_none(length: int) -> None:
    with reading(CUT, REFUSED[:length], rest(4)) as source:
        assert source.read() == BODY


def test_a_server_that_knows_no_ranges_is_read_from_the_start_again() -> None:
    with reading(CUT, whole()[:-8], whole()[:-4], whole()) as source:
        pieces: list[bytes] = []
        all_of(source, pieces)
    assert b"".join(pieces) == BODY


def test_a_server_that_knows_no_ranges_and_always_breaks_off_at_the_same_byte_is_given_up() -> None:
    heard: list[str] = []
    pieces: list[bytes] = []
    with reading(CUT, heard=heard) as source, pytest.raises(StorageError, match="byte 4"):
        all_of(source, pieces)
    assert b"".join(pieces) == BODY[:4]
    assert len(heard) == 1 + TRIES


PASSING = {
    "nothing": b"",
    "half a line": b"HTTP/1.1 20",
    "no HTTP": b"not HTTP at all\r\n\r\n",
    "headers alone": rest(4)[:-6],
    "500": answer("500 Broken"),
    "502": answer("502 Bad Gateway", b"<html>", Content_Type="text/html"),
    "502 in no charset": answer("502 Bad Gateway", b"\xff", Content_Type="text/html"),
    "503": refusal("503 Slow Down", "SlowDown"),
    "503 for an hour": answer("503 Slow Down", b"slow", Content_Type="text/plain", Retry_After=3600),
    "half an error": refusal("503 Slow Down", "SlowDown")[:-3],
    "403 of somebody else": answer("403 Forbidden", b"<html>", Content_Type="text/html"),
    "broken XML": answer("503 Slow Down", b"<Error><Code>", Content_Type="application/xml"),
    "429": refusal("429 Too Many", "TooManyRequests"),
    "408": refusal("408 Timeout", "RequestTimeout"),
    "204": answer("204 No Content", ETag='"tag"', Content_Length=None),
    "206 without a range": rest(4, Content_Range=None),
    "206 with many ranges": rest(4, Content_Type="multipart/byteranges; boundary=x", Content_Range=None),
    "206 from before": rest(3),
    "206 from behind": rest(5),
    "206 to before the end": rest(4, "4-8/10", Content_Length=5),
    "206 to behind the end": rest(4, "4-10/10"),
    "206 of an unknown size": rest(4, "4-9/*"),
    "206 with another length": rest(4, Content_Length=5),
    "206 without a length": rest(4, Content_Length=None),
    "200 without a length": whole(Content_Length=None),
}


@pytest.mark.parametrize("wrong", PASSING.values(), ids=PASSING)
def test_an_answer_that_is_no_good_is_asked_for_again_and_nothing_of_it_is_served(wrong: bytes) -> None:
    with reading(CUT, wrong, rest(4)) as source:
        assert source.read() == BODY


@pytest.mark.parametrize("wrong", PASSING.values(), ids=PASSING)
def test_answers_that_are_never_any_good_are_given_up_after_five(wrong: bytes) -> None:
    heard: list[str] = []
    pieces: list[bytes] = []
    with reading(CUT, wrong, heard=heard) as source, pytest.raises(StorageError) as raised:
        all_of(source, pieces)
    assert not isinstance(raised.value, ObjectMissing | ObjectChanged)
    assert b"".join(pieces) == BODY[:4]
    assert len(heard) == 1 + TRIES == 6


@pytest.mark.parametrize("wrong", [b"", answer("500 Broken"), whole(Content_Length=None), rest(0)], ids=str)
def test_a_first_answer_that_is_no_good_is_asked_for_five_times(wrong: bytes) -> None:
    heard: list[str] = []
    with pytest.raises(StorageError), reading(wrong, heard=heard):
        pytest.fail("this is no object")
    assert len(heard) == TRIES
    with reading(wrong, whole()) as source:
        assert source.read() == BODY


CHANGED = {
    "412": refusal("412 Precondition Failed", "PreconditionFailed"),
    "412 without XML": answer("412 Precondition Failed"),
    "416": refusal("416 Range Not Satisfiable", "InvalidRange"),
    "206 of another ETag": rest(4, ETag='"other"'),
    "206 without an ETag": rest(4, ETag=None),
    "206 of nothing": answer("206 Partial Content", ETag='"tag"', Content_Range="bytes 4-3/4"),
    "200 of nothing": whole(b""),
    "206 of another size": rest(4, "4-10/11", Content_Length=7),
    "200 of another ETag": whole(ETag='"other"'),
    "200 of another size": whole(BODY + b"x"),
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_another_version_is_noticed_at_once_and_nothing_of_it_is_served(changed: bytes) -> None:
    heard: list[str] = []
    pieces: list[bytes] = []
    with reading(CUT, changed, heard=heard) as source, pytest.raises(ObjectChanged):
        all_of(source, pieces)
    assert b"".join(pieces) == BODY[:4]
    assert len(heard) == 2


def test_an_object_that_has_gone_meanwhile_is_missing_at_once() -> None:
    heard: list[str] = []
    with reading(CUT, refusal("404 Not Found", "NoSuchKey"), heard=heard) as source, pytest.raises(ObjectMissing):
        source.read()
    assert len(heard) == 2


@pytest.mark.parametrize("status", ["403 Forbidden", "400 Bad Request", "404 Not Found"])
def test_a_refusal_is_not_asked_again(status: str) -> None:
    heard: list[str] = []
    with reading(CUT, refusal(status, "Refused"), heard=heard) as source, pytest.raises(StorageError) as raised:
        source.read()
    assert not isinstance(raised.value, ObjectMissing | ObjectChanged)
    assert len(heard) == 2


@pytest.mark.parametrize("etag", [None, 'W/"tag"'])
def test_without_a_strong_etag_an_object_can_be_read_and_not_resumed(etag: str | None) -> None:
    heard: list[str] = []
    with reading(whole(ETag=etag)) as source:
        assert source.read() == BODY
    with reading(whole(ETag=etag)[:-6], rest(4, ETag=etag), heard=heard) as source, pytest.raises(StorageError):
        source.read()
    assert len(heard) == 1


def test_the_bytes_are_the_stored_ones_whatever_their_encoding_is_called() -> None:
    with reading(whole(Content_Encoding="gzip")[:-6], rest(4, Content_Encoding="gzip")) as source:
        assert source.read() == BODY


def test_an_empty_object_is_read_with_one_request() -> None:
    heard: list[str] = []
    with reading(whole(b""), heard=heard) as source:
        assert source.read() == b""
        assert source.read(10) == b""
    assert len(heard) == 1


def test_a_body_longer_than_it_says_is_read_as_far_as_it_says() -> None:
    with reading(whole() + b"more") as source:
        assert source.read() == BODY


def test_a_body_that_stops_coming_is_given_up() -> None:
    with reading(CUT, hang=True) as source, pytest.raises(StorageError):
        source.read()


def test_after_an_error_or_the_end_of_the_block_nothing_is_read() -> None:
    heard: list[str] = []
    with reading(CUT, refusal("403 Forbidden", "Refused"), rest(4), heard=heard) as source:
        with pytest.raises(StorageError):
            source.read()
        with pytest.raises(StorageError):
            source.read()
    assert len(heard) == 2
    with reading(whole(), heard=heard) as source:
        pass
    with pytest.raises(StorageError):
        source.read()
    assert len(heard) == 3


@pytest.mark.parametrize("second", [b"", whole()], ids=["while it pauses", "while it skips"])
def test_who_reads_can_give_up_while_nothing_comes(second: bytes) -> None:
    heard: list[str] = []

    def give_up() -> None:
        if len(heard) == 2:
            raise ZeroDivisionError

    with answering(CUT, second, rest(4), heard=heard) as settings:
        store = MinioStore(settings, SHORT)
        with store.open("uploads", "key", give_up) as source, pytest.raises(ZeroDivisionError):
            source.read()
        store.close()
    assert len(heard) == 2
