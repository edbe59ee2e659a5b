"""The object store on a real S3 server."""

import hashlib
import io
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from minio import Minio

from dataset_processor.core.settings import MIB, Settings
from dataset_processor.storage.minio_store import API_TIMEOUTS, PART_SIZE, WORKER_TIMEOUTS, MinioStore
from dataset_processor.storage.store import ByteSource, ObjectMissing, StorageError

BUCKET = "uploads"


@pytest.fixture
def key() -> str:
    """A key that no other test uses."""
    return f"tests/{uuid4()}/object"


def bytes_of(count: int) -> bytes:
    return random.Random(count).randbytes(count)


class Dribble:
    """A source that gives at most `most` bytes at a time, as sockets do."""

    def __init__(self, body: bytes, most: int) -> None:
        self._body = io.BytesIO(body)
        self._most = most

    def read(self, size: int = -1, /) -> bytes:
        return self._body.read(self._most if size < 0 else min(size, self._most))


class Breaking:
    """A source that raises after some bytes."""

    def __init__(self, count: int, error: BaseException) -> None:
        self._body = io.BytesIO(bytes_of(count))
        self._error = error

    def read(self, size: int = -1, /) -> bytes:
        if data := self._body.read(size):
            return data
        raise self._error


@pytest.mark.parametrize("size", [0, 1, PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 2 * PART_SIZE, 2 * PART_SIZE + 7])
def test_a_body_of_unknown_length_is_stored_and_read_byte_for_byte(store: MinioStore, key: str, size: int) -> None:
    body = bytes_of(size)

    stored = store.put(BUCKET, key, io.BytesIO(body), "text/csv")

    assert (stored.bucket, stored.key, stored.size_bytes) == (BUCKET, key, size)
    assert store.read(BUCKET, key) == body
    assert store.stat(BUCKET, key) == stored
    assert stored.etag


def test_a_source_that_gives_few_bytes_at_a_time_is_read_to_its_end(store: MinioStore, key: str) -> None:
    body = bytes_of(PART_SIZE + 1000)

    stored = store.put(BUCKET, key, Dribble(body, 64_000), "text/csv")

    assert stored.size_bytes == len(body)
    assert hashlib.sha256(store.read(BUCKET, key)).digest() == hashlib.sha256(body).digest()


def test_a_small_body_replaces_what_was_there(store: MinioStore, key: str) -> None:
    first = store.put_bytes(BUCKET, key, b"first, and longer", "application/json")
    second = store.put_bytes(BUCKET, key, b"second", "application/json")

    assert store.read(BUCKET, key) == b"second"
    assert store.stat(BUCKET, key) == second
    assert first.etag != second.etag


def test_an_object_is_read_in_pieces_of_the_size_asked_for(store: MinioStore, key: str) -> None:
    body = bytes_of(3 * MIB + 5)
    store.put_bytes(BUCKET, key, body, "text/csv")

    with store.open(BUCKET, key) as source:
        pieces = list(iter(lambda: source.read(MIB), b""))
        assert source.read(MIB) == b""

    assert [len(piece) for piece in pieces] == [MIB, MIB, MIB, 5]
    assert b"".join(pieces) == body


def test_an_object_is_read_at_once_where_no_size_is_asked_for(store: MinioStore, key: str) -> None:
    body = bytes_of(3 * MIB)
    store.put_bytes(BUCKET, key, body, "text/csv")

    with store.open(BUCKET, key) as source:
        assert source.read() == body


def test_reading_can_be_given_up(store: MinioStore, key: str) -> None:
    store.put_bytes(BUCKET, key, bytes_of(5 * MIB), "text/csv")

    for _ in range(40):
        with store.open(BUCKET, key) as source:
            assert len(source.read(10)) == 10

    assert len(store.read(BUCKET, key)) == 5 * MIB


@pytest.mark.parametrize(
    "name",
    [
        "売上 2026年 📈.csv",
        "Größe & more; it's #2 100%+~@=!$^`{}[]().csv",
        "%2e%2e%2fpasswd",
        "a:b*c?d<e>f|g.csv",
        '"quoted".csv',
        " edge ",
        "...",
        ".hidden",
        "-rf",
        "x" * 255,
        "売" * 85,
        "xl.meta",
        "object\ufffe.csv",
        "\u2028line\u2029.csv",
    ],
)
def test_any_file_name_can_be_part_of_a_key(store: MinioStore, name: str) -> None:
    folder = f"tests/{uuid4()}/source/"
    body = bytes_of(10)

    store.put(BUCKET, folder + name, io.BytesIO(body), "text/csv")

    assert store.read(BUCKET, folder + name) == body
    assert store.stat(BUCKET, folder + name).size_bytes == 10
    assert list(store.keys(BUCKET, folder)) == [folder + name]
    store.delete(BUCKET, folder + name)
    assert list(store.keys(BUCKET, folder)) == []


def test_keys_are_those_below_a_prefix_in_order(store: MinioStore) -> None:
    folder = f"tests/{uuid4()}/"
    for name in ("b", "a/2", "a/1", "c/d/e"):
        store.put_bytes(BUCKET, folder + name, b"", "text/csv")

    assert list(store.keys(BUCKET, folder)) == [folder + name for name in ("a/1", "a/2", "b", "c/d/e")]
    assert list(store.keys(BUCKET, folder + "a/")) == [folder + "a/1", folder + "a/2"]
    assert list(store.keys(BUCKET, folder + "none")) == []


def test_an_object_is_gone_after_it_was_deleted_also_twice(store: MinioStore, key: str) -> None:
    store.put_bytes(BUCKET, key, b"x", "text/csv")

    store.delete(BUCKET, key)
    store.delete(BUCKET, key)

    with pytest.raises(ObjectMissing):
        store.stat(BUCKET, key)


def test_what_is_not_there_is_missing(store: MinioStore, key: str) -> None:
    with pytest.raises(ObjectMissing):
        store.stat(BUCKET, key)
    with pytest.raises(ObjectMissing):
        store.read(BUCKET, key)
    with pytest.raises(ObjectMissing), store.open(BUCKET, key):
        pass
    store.delete(BUCKET, key)


@pytest.mark.parametrize(
    "call",
    [
        lambda store, key: store.put("no-such-bucket", key, io.BytesIO(b"x"), "text/csv"),
        lambda store, key: store.put_bytes("no-such-bucket", key, b"x", "text/csv"),
        lambda store, key: store.read("no-such-bucket", key),
        lambda store, key: list(store.keys("no-such-bucket", key)),
    ],
    ids=["put", "put_bytes", "read", "keys"],
)
def test_a_missing_bucket_is_a_fault_of_the_store_not_a_missing_object(
    store: MinioStore, key: str, call: Callable[[MinioStore, str], object]
) -> None:
    with pytest.raises(StorageError) as raised:
        call(store, key)

    assert not isinstance(raised.value, ObjectMissing)


def test_buckets_that_have_gone_are_made_again_after_the_first_failure(settings: Settings, key: str) -> None:
    bucket = f"bucket-{uuid4().hex}"
    store = MinioStore(settings.model_copy(update={"s3_bucket_uploads": bucket}), WORKER_TIMEOUTS)
    client = Minio(
        endpoint=settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value(),
        secure=False,
    )
    store.put_bytes(bucket, key, b"x", "text/csv")
    store.delete(bucket, key)
    client.remove_bucket(bucket_name=bucket)

    with pytest.raises(StorageError):
        store.put_bytes(bucket, key, b"x", "text/csv")
    store.put_bytes(bucket, key, b"x", "text/csv")

    assert store.read(bucket, key) == b"x"
    store.close()
    client._http.clear()


@pytest.mark.parametrize("count", [0, 10, PART_SIZE + 1, 3 * PART_SIZE])
@pytest.mark.parametrize("error", [ZeroDivisionError("source"), OSError("source"), StorageError("source")], ids=repr)
def test_an_error_of_the_source_is_raised_unchanged_and_leaves_no_object(
    store: MinioStore, key: str, count: int, error: Exception
) -> None:
    with pytest.raises(type(error)) as raised:
        store.put(BUCKET, key, Breaking(count, error), "text/csv")

    assert raised.value is error
    with pytest.raises(ObjectMissing):
        store.stat(BUCKET, key)


def test_an_error_of_the_source_leaves_the_object_that_was_there(store: MinioStore, key: str) -> None:
    store.put_bytes(BUCKET, key, b"before", "text/csv")

    with pytest.raises(ZeroDivisionError):
        store.put(BUCKET, key, Breaking(PART_SIZE + 1, ZeroDivisionError()), "text/csv")

    assert store.read(BUCKET, key) == b"before"


@pytest.fixture
def new_buckets(settings: Settings, store: MinioStore) -> Iterator[Settings]:
    """Settings that name buckets which do not exist yet."""
    tag = uuid4().hex[:12]
    names = {"s3_bucket_uploads": f"uploads-{tag}", "s3_bucket_reports": f"reports-{tag}"}
    yield settings.model_copy(update=names)
    for name in names.values():
        for key in list(store.keys(name)) if store._client.bucket_exists(bucket_name=name) else []:
            store.delete(name, key)


def test_missing_buckets_are_made_at_the_first_upload(new_buckets: Settings, key: str) -> None:
    store = MinioStore(new_buckets, API_TIMEOUTS)
    with pytest.raises(ObjectMissing):
        store.check()

    store.put(new_buckets.s3_bucket_uploads, key, io.BytesIO(b"x"), "text/csv")

    store.check()
    assert store.read(new_buckets.s3_bucket_uploads, key) == b"x"
    store.close()


def test_buckets_made_by_several_processes_at_once_are_no_error(new_buckets: Settings) -> None:
    stores = [MinioStore(new_buckets, API_TIMEOUTS) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda store: store.ensure_buckets(), stores))

    for store in stores:
        store.check()
        store.close()


def test_one_store_serves_many_threads(store: MinioStore) -> None:
    folder = f"tests/{uuid4()}/"

    def write_and_read(number: int) -> bool:
        body = bytes_of(1000 + number)
        source: ByteSource = io.BytesIO(body)
        store.put(BUCKET, f"{folder}{number}", source, "text/csv")
        return store.read(BUCKET, f"{folder}{number}") == body

    with ThreadPoolExecutor(12) as pool:
        assert all(pool.map(write_and_read, range(60)))


@pytest.mark.parametrize("changes", [{"s3_access_key": "nobody"}, {"s3_port": 1}], ids=str)
def test_a_store_that_refuses_or_is_not_there_fails_every_call(
    settings: Settings, key: str, changes: dict[str, object]
) -> None:
    store = MinioStore(settings.model_copy(update=changes), API_TIMEOUTS)
    calls: list[Callable[[], object]] = [
        store.ensure_buckets,
        store.check,
        lambda: store.put(BUCKET, key, io.BytesIO(b"x"), "text/csv"),
        lambda: store.put_bytes(BUCKET, key, b"x", "text/csv"),
        lambda: store.read(BUCKET, key),
        lambda: store.stat(BUCKET, key),
        lambda: store.delete(BUCKET, key),
        lambda: list(store.keys(BUCKET)),
    ]
    for call in calls:
        with pytest.raises(StorageError) as raised:
            call()
        assert not isinstance(raised.value, ObjectMissing)
        assert settings.s3_secret_key.get_secret_value() not in str(raised.value)
    store.close()
