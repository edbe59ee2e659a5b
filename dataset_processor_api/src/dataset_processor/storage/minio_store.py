"""`ObjectStore` on any S3 server, through the `minio` client. Every call is bounded in time."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import urllib3
from minio import Minio
from minio.error import S3Error

from dataset_processor.core.settings import MIB, Settings
from dataset_processor.storage.client_errors import CLIENT_ERRORS, storage_error
from dataset_processor.storage.resuming_reader import ResumingReader
from dataset_processor.storage.store import (
    ByteSource,
    ListedObject,
    ObjectMissing,
    ObjectSource,
    StorageError,
    StoredObject,
)

PART_SIZE = 16 * MIB
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
        self._pool = _pool(timeouts, timeouts.retries)
        self._client = _client(settings, self._pool)
        # A resuming reader counts its tries itself.
        self._pool_without_retries = _pool(timeouts, 0)
        self._client_without_retries = _client(settings, self._pool_without_retries)
        self._buckets_seen = False

    def close(self) -> None:
        """Drops pooled connections."""
        self._pool.clear()
        self._pool_without_retries.clear()

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

    def open(
        self, bucket: str, key: str, on_wait: Callable[[], None] = lambda: None
    ) -> AbstractContextManager[ObjectSource]:
        def get(*, offset: int, etag: str | None) -> urllib3.BaseHTTPResponse:
            headers: dict[str, str | list[str] | tuple[str]] = {"If-Match": etag} if etag is not None else {}
            return self._client_without_retries.get_object(
                bucket_name=bucket, object_name=key, offset=offset, request_headers=headers
            )

        return ResumingReader(get, f"{bucket}/{key}", on_wait)

    def read(self, bucket: str, key: str) -> bytes:
        with _translated(bucket, key):
            response = self._client.get_object(bucket_name=bucket, object_name=key)
            try:
                if not response.headers.get("Content-Length", "").isdecimal():
                    raise StorageError(f"The answer for {bucket}/{key} does not say how long it is.")
                return response.read(decode_content=False)
            finally:
                response.close()
                response.release_conn()

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

    def objects(self, bucket: str, prefix: str = "") -> Iterator[ListedObject]:
        with _translated(bucket, prefix):
            for found in self._client.list_objects(bucket_name=bucket, prefix=prefix, recursive=True):
                if found.object_name is not None and found.last_modified is not None:
                    yield ListedObject(bucket, found.object_name, found.last_modified)

    def keys(self, bucket: str, prefix: str = "") -> Iterator[str]:
        return (found.key for found in self.objects(bucket, prefix))


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


def _pool(timeouts: Timeouts, retries: int) -> urllib3.PoolManager:
    return urllib3.PoolManager(
        maxsize=64,
        timeout=urllib3.Timeout(connect=timeouts.connect, read=timeouts.read),
        retries=urllib3.Retry(
            total=retries,
            backoff_factor=0.2,
            allowed_methods={"GET", "HEAD", "DELETE"},
            respect_retry_after_header=False,  # it may ask for hours
        ),
    )


def _client(settings: Settings, pool: urllib3.PoolManager) -> Minio:
    return Minio(
        endpoint=settings.s3_endpoint,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value(),
        secure=settings.s3_scheme == "https",
        region=settings.s3_region,
        http_client=pool,
    )


@contextmanager
def _translated(bucket: str, key: str, reader: _Counted | None = None) -> Iterator[None]:
    try:
        yield
    except StorageError:
        raise
    except S3Error as error:
        raise storage_error(error, f"{bucket}/{key}") from error
    except CLIENT_ERRORS as error:
        if reader is not None and reader.error is not None:
            raise reader.error from None
        raise storage_error(error, f"{bucket}/{key}") from error
