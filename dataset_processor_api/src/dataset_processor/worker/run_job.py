"""One attempt: claim, read, process, write, finish. Whatever happens, the job's row says so in the end."""

import os
from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dataset_processor.core.clock import utc_now
from dataset_processor.db.models import ErrorPlace
from dataset_processor.db.transactions import is_retryable
from dataset_processor.observability.logging import get_logger
from dataset_processor.processing.engine import DatasetFormat, EngineResources, Limits, SourceReader, build_report
from dataset_processor.processing.errors import InvalidDataset, quoted
from dataset_processor.processing.progress import Progress
from dataset_processor.processing.report import Report, to_json_bytes
from dataset_processor.storage.store import ObjectChanged, ObjectMissing, StorageError
from dataset_processor.worker import finish
from dataset_processor.worker.claim import Claim, claim_job
from dataset_processor.worker.lease import Draining, Lease, LeaseExpired, LeaseLost
from dataset_processor.worker.resources import Resources

log = get_logger(__name__)


class ChecksumMismatch(Exception):
    """The stored file is not the one that was uploaded."""


class UnsupportedContentType(Exception):
    """A row written by other means than an upload."""


def run_job(resources: Resources, job_id: UUID) -> None:
    """Does what the job's row asks for, if anything; raises only where the database cannot be told."""
    with structlog.contextvars.bound_contextvars(job_id=str(job_id)):
        claim = claim_job(resources, job_id)
        if claim is not None:
            with structlog.contextvars.bound_contextvars(dataset_id=str(claim.dataset_id), attempt=claim.attempt):
                _attempt(resources, claim)


def _attempt(resources: Resources, claim: Claim) -> None:
    seconds = resources.settings.job_lease_seconds
    lease = Lease(resources.engine, claim.job_id, claim.attempt, seconds, resources.draining)
    try:
        with lease:
            report = _process(resources, claim, lease)
            body = to_json_bytes(report.document(claim.dataset_id, utc_now()))
        lease.check()
        finish.succeed(resources, claim, body, report.row_count)
    except (Draining, LeaseExpired) as error:
        log.info("job.releasing", reason=type(error).__name__)
        finish.release(resources, claim)
    except LeaseLost:
        log.warning("job.fenced_out")
    except InvalidDataset as error:
        finish.fail(resources, claim, error.message, error.code, place=_place_of(error))
    except ChecksumMismatch as error:
        finish.fail(resources, claim, str(error), "checksum_mismatch")
    except UnsupportedContentType as error:
        finish.fail(resources, claim, str(error), "unsupported_content_type")
    except SoftTimeLimitExceeded:
        limit = resources.settings.job_time_limit_seconds
        finish.fail(resources, claim, f"Processing took longer than the limit of {limit} seconds.", "time_limit")
    except (DBAPIError, PoolTimeout, OSError) as error:
        if isinstance(error, DBAPIError) and not is_retryable(error):
            _fail_unexpectedly(resources, claim, error)
        else:
            finish.retry_or_fail(resources, claim, *_cause(error))
    except Exception as error:  # noqa: BLE001  # a defect must not leave the job hanging
        _fail_unexpectedly(resources, claim, error)


def _process(resources: Resources, claim: Claim, lease: Lease) -> Report:
    """The report of the bytes that were uploaded; a file that differs is read once more before it is refused."""
    for _ in range(2):
        with resources.store.open(claim.upload_bucket, claim.upload_key, lambda: lease.advance(0)) as stored:
            source = SourceReader(stored)
            try:
                report = _build(resources, claim, lease, source)
            except InvalidDataset:
                source.on_read = lambda _: lease.advance(0)
                source.read_to_end()
                if _is_as_uploaded(source, claim):
                    raise
            else:
                if _is_as_uploaded(source, claim):
                    return report
        log.warning("job.checksum_mismatch", expected=claim.checksum_sha256, found=source.sha256)
    raise ChecksumMismatch(
        f"The stored file has {source.bytes_read} bytes and SHA-256 {source.sha256}; "
        f"uploaded were {claim.size_bytes} bytes with SHA-256 {claim.checksum_sha256}."
    )


def _is_as_uploaded(source: SourceReader, claim: Claim) -> bool:
    return source.sha256 == claim.checksum_sha256 and source.bytes_read == claim.size_bytes


def _build(resources: Resources, claim: Claim, lease: Lease, source: SourceReader) -> Report:
    settings = resources.settings
    try:
        dataset_format = DatasetFormat.from_content_type(claim.content_type)
    except ValueError:
        raise UnsupportedContentType(f"Files of type {quoted(claim.content_type)} cannot be processed.") from None

    def on_progress(progress: Progress) -> None:
        lease.advance(progress.percent, progress.rows, progress.bytes)

    return build_report(
        source,
        dataset_format,
        limits=Limits(**settings.processing_limits()),
        resources=EngineResources(**settings.processing_resources()),
        total_bytes=claim.size_bytes,
        on_progress=on_progress,
    )


def _fail_unexpectedly(resources: Resources, claim: Claim, error: Exception) -> None:
    log.error("job.crashed", exc_info=error)
    finish.fail(resources, claim, "An unexpected error ended processing; the logs hold its cause.", "internal_error")


def _place_of(error: InvalidDataset) -> ErrorPlace:
    """Data rows are counted from 1 for people, from 0 for machines, as a report's `row_index` is."""
    return ErrorPlace(None if error.row is None else error.row - 1, error.byte_offset)


def _cause(error: Exception) -> tuple[str, str]:
    """A sentence for the dataset's owner, and a code."""
    if isinstance(error, ObjectMissing):
        return "The uploaded file is no longer in the object storage.", "object_missing"
    if isinstance(error, ObjectChanged):
        return "The uploaded file was replaced in the object storage while it was being read.", "object_changed"
    if isinstance(error, StorageError):
        return "The object storage could not be reached or broke off.", "storage_unavailable"
    if isinstance(error, DBAPIError | PoolTimeout):
        return "The database could not be reached.", "database_unavailable"
    name = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else type(error).__name__
    return f"Reading or writing failed: {name}.", "io_error"
