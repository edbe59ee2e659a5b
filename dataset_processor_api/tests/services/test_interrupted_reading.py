"""Reading an object from a real S3 server whose connections break, or which goes away itself."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from tests.backends import Backends
from tests.e2e.narrow_road import NarrowRoad

from dataset_processor.core.settings import MIB, Settings
from dataset_processor.storage import resuming_reader
from dataset_processor.storage.minio_store import WORKER_TIMEOUTS, MinioStore, Timeouts
from dataset_processor.storage.store import ByteSource, ObjectChanged, ObjectMissing, StorageError

BUCKET = "uploads"
IMPATIENT = Timeouts(connect=0.5, read=0.5, retries=2)
# Beyond what sockets hold on the way: to read it to its end, the server is needed.
BODY = random.Random(0).randbytes(24 * MIB)
SMALL = BODY[: 4 * MIB]


@pytest.fixture
def key(store: MinioStore) -> Iterator[str]:
    """A key that no other test uses."""
    key = f"tests/{uuid4()}/object"
    yield key
    store.delete(BUCKET, key)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses, but as many tries."""
    monkeypatch.setattr(resuming_reader, "PAUSES_SECONDS", (0.0,) * len(resuming_reader.PAUSES_SECONDS))


@pytest.fixture
def road(settings: Settings) -> Iterator[NarrowRoad]:
    with NarrowRoad(settings.s3_host, settings.s3_port) as road:
        yield road


@contextmanager
def opened(settings: Settings, timeouts: Timeouts = WORKER_TIMEOUTS) -> Iterator[MinioStore]:
    store = MinioStore(settings, timeouts)
    yield store
    store.close()


@pytest.fixture
def over_road(settings: Settings, road: NarrowRoad) -> Iterator[MinioStore]:
    """The store by a way that can be cut."""
    with opened(settings.model_copy(update={"s3_host": "127.0.0.1", "s3_port": road.port})) as store:
        yield store


@pytest.mark.parametrize("size", [10_007, MIB, -1])
@pytest.mark.parametrize("abruptly", [False, True])
@pytest.mark.usefixtures("hurried")
def test_a_body_cut_at_twenty_places_is_read_byte_for_byte(
    over_road: MinioStore, road: NarrowRoad, key: str, size: int, abruptly: bool
) -> None:
    over_road.put_bytes(BUCKET, key, SMALL, "text/csv")
    before = road.connections
    lengths = random.Random(size)
    in_the_headers = [0, 1, 100]
    road.cut([*in_the_headers, *(lengths.randrange(1000, 200_000) for _ in range(17))], abruptly=abruptly)

    with over_road.open(BUCKET, key) as source:
        pieces = list(iter(lambda: source.read(size), b""))

    assert b"".join(pieces) == SMALL
    assert (road.cuts_to_come, road.connections - before) == (0, 21)


def test_a_connection_that_does_not_break_is_used_again(over_road: MinioStore, road: NarrowRoad, key: str) -> None:
    over_road.put_bytes(BUCKET, key, SMALL, "text/csv")
    before = road.connections

    for _ in range(3):
        with over_road.open(BUCKET, key) as source:
            assert source.read() == SMALL

    assert road.connections == before + 1


def test_a_server_that_is_restarted_in_the_middle_costs_nothing_but_time(
    store: MinioStore, backends: Backends, key: str
) -> None:
    store.put_bytes(BUCKET, key, BODY, "text/csv")
    waits: list[float] = []

    def start_at_last() -> None:
        waits.append(time.monotonic())
        if len(waits) == 3:
            backends.start("s3")

    with store.open(BUCKET, key, start_at_last) as source:
        first = source.read(MIB)
        backends.stop("s3")
        try:
            rest = source.read()
        finally:
            backends.start("s3")

    assert first + rest == BODY
    assert len(waits) >= 3


@pytest.mark.usefixtures("hurried")
def test_a_server_that_freezes_in_the_middle_is_read_on_when_it_thaws(
    settings: Settings, store: MinioStore, backends: Backends, key: str
) -> None:
    store.put_bytes(BUCKET, key, BODY, "text/csv")

    with (
        opened(settings, IMPATIENT) as impatient,
        impatient.open(BUCKET, key, lambda: backends.resume("s3")) as source,
    ):
        first = source.read(MIB)
        backends.suspend("s3")
        try:
            rest = source.read()
        finally:
            backends.resume("s3")

    assert first + rest == BODY


def test_a_server_that_stays_away_is_given_up_after_five_tries_within_seconds(
    store: MinioStore, backends: Backends, key: str
) -> None:
    store.put_bytes(BUCKET, key, BODY, "text/csv")
    waits: list[float] = []

    with store.open(BUCKET, key, lambda: waits.append(time.monotonic())) as source:
        assert source.read(MIB) == BODY[:MIB]
        backends.stop("s3")
        try:
            started = time.monotonic()
            with pytest.raises(StorageError) as raised:
                source.read()
            seconds = time.monotonic() - started
        finally:
            backends.start("s3")

    assert not isinstance(raised.value, ObjectMissing | ObjectChanged)
    assert len(waits) == len(resuming_reader.PAUSES_SECONDS) == 5
    assert 10 < sum(resuming_reader.PAUSES_SECONDS) <= seconds < 15


@pytest.mark.usefixtures("hurried")
def test_a_server_that_is_frozen_is_given_up_within_the_time_limits(
    settings: Settings, store: MinioStore, backends: Backends, key: str
) -> None:
    store.put_bytes(BUCKET, key, BODY, "text/csv")

    with opened(settings, IMPATIENT) as impatient, impatient.open(BUCKET, key) as source:
        assert source.read(MIB) == BODY[:MIB]
        backends.suspend("s3")
        try:
            started = time.monotonic()
            with pytest.raises(StorageError):
                source.read()
            seconds = time.monotonic() - started
        finally:
            backends.resume("s3")

    assert 3 <= seconds < 6  # once in the body, five times without an answer


@pytest.mark.parametrize(
    "replacement", [SMALL[::-1], b"short", SMALL + b"longer"], ids=["as long", "shorter", "longer"]
)
@pytest.mark.usefixtures("hurried")
def test_an_object_that_is_replaced_in_the_middle_has_changed(
    store: MinioStore, over_road: MinioStore, road: NarrowRoad, key: str, replacement: bytes
) -> None:
    served = _read_while(
        over_road, road, key, lambda: store.put_bytes(BUCKET, key, replacement, "text/csv"), ObjectChanged
    )

    assert served == SMALL[: len(served)]
    assert len(served) < len(SMALL)


@pytest.mark.usefixtures("hurried")
def test_an_object_that_is_deleted_in_the_middle_is_missing(
    store: MinioStore, over_road: MinioStore, road: NarrowRoad, key: str
) -> None:
    served = _read_while(over_road, road, key, lambda: store.delete(BUCKET, key), ObjectMissing)

    assert served == SMALL[: len(served)]


def test_an_object_that_is_not_there_is_missing_at_once(store: MinioStore, key: str) -> None:
    waits: list[None] = []
    with pytest.raises(ObjectMissing), store.open(BUCKET, key, lambda: waits.append(None)):
        pytest.fail("there is no object")
    assert waits == []


def _read_while(
    over_road: MinioStore, road: NarrowRoad, key: str, happens: Callable[[], object], expected: type[StorageError]
) -> bytes:
    """What is served of an object over a connection that breaks, before the error that is expected."""
    over_road.put_bytes(BUCKET, key, SMALL, "text/csv")
    road.cut([MIB])
    served: list[bytes] = []
    with over_road.open(BUCKET, key) as source:
        served.append(source.read(1000))
        happens()
        with pytest.raises(StorageError) as raised:
            _read_into(served, source)
    assert raised.type is expected
    return b"".join(served)


def _read_into(served: list[bytes], source: ByteSource) -> None:
    while piece := source.read(1000):
        served.append(piece)
