"""What the `minio` client raises, as errors of the store."""

from xml.etree.ElementTree import ParseError

from minio.error import InvalidResponseError, MinioException, S3Error
from urllib3.exceptions import HTTPError

from dataset_processor.storage.store import ObjectChanged, ObjectMissing, StorageError

# The last two come from error answers that are no XML, or no text.
CLIENT_ERRORS = (MinioException, HTTPError, OSError, ParseError, UnicodeDecodeError)
_MISSING = frozenset({"NoSuchKey", "NoSuchObject", "ResourceNotFound"})
_PRECONDITION_FAILED, _RANGE_NOT_SATISFIABLE = 412, 416
_PASSING = frozenset({408, 429})


def storage_error(error: Exception, place: str) -> StorageError:
    """The error in the store's words; one that is the store's own already stays as it is."""
    if isinstance(error, StorageError):
        return error
    if isinstance(error, S3Error) and error.code in _MISSING:
        return ObjectMissing(f"{error.code} for {place}")
    status = _status(error)
    if status in {_PRECONDITION_FAILED, _RANGE_NOT_SATISFIABLE}:
        return ObjectChanged(f"Status {status} for {place}")
    if isinstance(error, S3Error):
        return StorageError(f"{error.code} for {place}")
    return StorageError(f"{type(error).__name__} for {place}")


def may_pass(error: Exception) -> bool:
    """Whether the same request may succeed a moment later: unless S3 itself has understood and refused it."""
    if isinstance(storage_error(error, ""), ObjectMissing | ObjectChanged):
        return False
    return not isinstance(error, S3Error) or error.response.status >= 500 or error.response.status in _PASSING


def _status(error: Exception) -> int | None:
    """The status of the server's answer, where it was an error."""
    if isinstance(error, S3Error):
        return error.response.status
    return error._code if isinstance(error, InvalidResponseError) else None
