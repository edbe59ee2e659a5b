"""`ObjectStore` on any S3 server, through the `minio` client. Every call is bounded in time."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from dataset_processor.core.settings import MIB, Settings
from dataset_processor.storage.store import ByteSource, ObjectMissing, StorageError, StoredObject

PART_SIZE = 16 * MIB
_MISSING = frozenset({"NoSuchKey", "NoSuchObject", "ResourceNotFound"})
_OURS_ALREADY = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})


@dataclass(frozen=True)
class Timeouts:
    """Seconds to connect and between two bytes; how often a request is tried again before its body is sent."""

    connect: float
    read: float
    retries: int


API_TIMEOUTS = Timeouts(connect=2, read=8, retries=0)
WORKER_TIMEOUTS = Timeouts(connect=3, read=20, retries=2)


class MinioStore:
    """Thread-safe; made once per process, after a fork."""

    def __init__(self, settings: Settings, timeouts: Timeouts) -> None:
        self._buckets = (settings.s3_bucket_uploads, settings.s3_bucket_reports)
        self._pool = urllib3.PoolManager(
            maxsize=64,
            timeout=urllib3.Timeout(connect=timeouts.connect, read=timeouts.read),
            retries=urllib3.Retry(
                total=timeouts.retries, backoff_factor=0.2, allowed_methods={"GET", "HEAD", "DELETE"}
            ),
        )
        self._client = Minio(
            endpoint=settings.s3_endpoint,
            access_key=settings.s3_access_key,
            secret_key=settings.s3_secret_key.get_secret_value(),
            secure=settings.s3_scheme == "https",
            region=settings.s3_region,
            http_client=self._pool,
        )
        self._buckets_seen = False

    def close(self) -> None:
        """Drops pooled connections."""
        self._pool.clear()

    def ensure_buckets(self) -> None:
        for bucket in self._buckets:
            with _translated(bucket, ""):
                if self._client.bucket_exists(bucket_name=bucket):
                    continue
                try:
                    self._client.make_bucket(bucket_name=bucket)
                except S3Error as error:
                    if error.code not in _OURS_ALREADY:
                        raise
        self._buckets_seen = True

    def check(self) -> None:
        for bucket in self._buckets:
            with _translated(bucket, ""):
                if not self._client.bucket_exists(bucket_name=bucket):
                    raise ObjectMissing(f"Bucket {bucket} does not exist.")

    def put(self, bucket: str, key: str, source: ByteSource, content_type: str) -> StoredObject:
        reader = _Counted(source)
        with self._written(bucket, key, reader):
            result = self._client.put_object(
                bucket_name=bucket,
                object_name=key,
                data=reader,  # type: ignore[arg-type]  # the client only calls read(size)
                length=-1,
                part_size=PART_SIZE,
                num_parallel_uploads=1,
                content_type=content_type,
            )
        return StoredObject(bucket, key, result.etag or "", reader.count)

    def put_bytes(self, bucket: str, key: str, body: bytes, content_type: str) -> StoredObject:
        with self._written(bucket, key):
            result = self._client.put_object(
                bucket_name=bucket,
                object_name=key,
                data=io.BytesIO(body),
                length=len(body),
                content_type=content_type,
            )
        return StoredObject(bucket, key, result.etag or "", len(body))

    @contextmanager
    def _written(self, bucket: str, key: str, reader: "_Counted | None" = None) -> Iterator[None]:
        """Buckets are made before the first write, and again after a write has failed."""
        if not self._buckets_seen:
            self.ensure_buckets()
        try:
            with _translated(bucket, key, reader):
                yield
        except StorageError:
            self._buckets_seen = False
            raise

    @contextmanager
    def open(self, bucket: str, key: str) -> Iterator[ByteSource]:
        with _translated(bucket, key):
            response = self._client.get_object(bucket_name=bucket, object_name=key)
        try:
            yield _Body(response, bucket, key)
        finally:
            response.close()
            response.release_conn()

    def read(self, bucket: str, key: str) -> bytes:
        with self.open(bucket, key) as source:
            return b"".join(iter(lambda: source.read(MIB), b""))

    def stat(self, bucket: str, key: str) -> StoredObject:
        with _translated(bucket, key):
            found = self._client.stat_object(bucket_name=bucket, object_name=key)
        return StoredObject(bucket, key, found.etag or "", found.size or 0)

    def delete(self, bucket: str, key: str) -> None:
        try:
            with _translated(bucket, key):
                self._client.remove_object(bucket_name=bucket, object_name=key)
        except ObjectMissing:
            return

    def keys(self, bucket: str, prefix: str = "") -> Iterator[str]:
        with _translated(bucket, prefix):
            for found in self._client.list_objects(bucket_name=bucket, prefix=prefix, recursive=True):
                if found.object_name is not None:
                    yield found.object_name


class _Counted:
    """Counts what is read and remembers an error of the source, to tell it from one of the store."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self.count = 0
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._source.read(size)
        except BaseException as error:
            self.error = error
            raise
        self.count += len(data)
        return data


class _Body:
    """A response body whose breaks and early ends are `StorageError`s."""

    def __init__(self, response: urllib3.BaseHTTPResponse, bucket: str, key: str) -> None:
        self._response = response
        self._place = (bucket, key)
        length = response.headers.get("Content-Length")
        self._missing = int(length) if length is not None else None

    def read(self, size: int = -1, /) -> bytes:
        with _translated(*self._place):
            data = self._response.read(size if size >= 0 else None)
        if self._missing is not None:
            self._missing -= len(data)
            if self._missing and (not data or size < 0):
                raise StorageError(f"The body of {'/'.join(self._place)} ended {self._missing} bytes early.")
        return data


@contextmanager
def _translated(bucket: str, key: str, reader: _Counted | None = None) -> Iterator[None]:
    try:
        yield
    except StorageError:
        raise
    except S3Error as error:
        kind = ObjectMissing if error.code in _MISSING else StorageError
        raise kind(f"{error.code} for {bucket}/{key}") from error
    except (MinioException, HTTPError, OSError, ParseError) as error:
        if reader is not None and reader.error is not None:
            raise reader.error from None
        raise StorageError(f"{type(error).__name__} for {bucket}/{key}") from error
