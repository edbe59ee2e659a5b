import errno
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import structlog
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session
from tests.factories import add_dataset, add_job, add_stored_dataset
from tests.worker.attempts import attempts_of, change_job, claim_again, dataset_now, everything, job_now, pending_of

from dataset_processor.core.settings import Settings
from dataset_processor.db.models import Job, JobState
from dataset_processor.db.session import sync_engine
from dataset_processor.db.transactions import run_transaction
from dataset_processor.storage import resuming_reader
from dataset_processor.storage.keys import report_key
from dataset_processor.storage.minio_store import WORKER_TIMEOUTS, MinioStore
from dataset_processor.storage.store import ByteSource, ObjectChanged, StorageError
from dataset_processor.worker.lease import Lease, LeaseExpired
from dataset_processor.worker.resources import Resources
from dataset_processor.worker.run_job import run_job
from local_stack.ports import pick_free

CSV = b"id,amount\n1,10\n2,20\n3,\n3,\n"
EIGHT_AND_A_HUNDRED = [1, 2, 3, 4, 5, 6, 7, 8, 100]


class FaultyStore(MinioStore):
    """Opens each object through the next of `faults`; without one, as it is. Counts."""

    def __init__(self, settings: Settings, *faults: Any) -> None:
        super().__init__(settings, WORKER_TIMEOUTS)
        self.faults = list(faults)
        self.opened = 0

    @contextmanager
    def open(self, bucket: str, key: str, on_wait: Callable[[], None] = lambda: None) -> Iterator[Any]:
        self.opened += 1
        with super().open(bucket, key, on_wait) as source:
            yield self.faults.pop(0)(source) if self.faults else source


class Changed:
    """The same number of bytes, with another last row."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source

    def read(self, size: int = -1, /) -> bytes:
        return self._source.read(size).replace(b"2,20", b"2,21")


class Breaking:
    """Ends with the error that is given."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def __call__(self, _: ByteSource) -> "Breaking":
        return self

    def read(self, _: int = -1, /) -> bytes:
        raise self._error


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses between two requests for an object."""
    monkeypatch.setattr(resuming_reader, "PAUSES_SECONDS", (0.0,) * len(resuming_reader.PAUSES_SECONDS))


def queued(session: Session, store: MinioStore, body: bytes, **values: Any) -> Job:
    """A job for a file with this content."""
    return add_job(session, add_stored_dataset(session, store, body, **values))


def report(store: MinioStore, job: Job) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(store.read("reports", report_key(job.dataset_id)))
    return document


def test_a_csv_file_gets_its_report(session: Session, resources: Resources, store: MinioStore) -> None:
    job = queued(session, store, CSV)
    run_job(resources, job.id)
    done, dataset = job_now(session, job.id), dataset_now(session, job.dataset_id)
    assert (done.state, done.progress, done.error, done.attempt) == (JobState.SUCCESS, 100, None, 1)
    assert (dataset.status, dataset.row_count, dataset.error) == ("done", 4, None)
    document = report(store, job)
    assert document["dataset_id"] == str(job.dataset_id)
    assert (document["row_count"], document["null_counts"]) == (4, {"id": 0, "amount": 2})
    assert document["numeric"] == {
        "id": {"min": 1, "max": 3, "mean": 2.25},
        "amount": {"min": 10, "max": 20, "mean": 15},
    }
    assert document["anomalies"] == {"duplicates_count": 1, "outliers": {}}


def test_a_json_file_gets_its_report(session: Session, resources: Resources, store: MinioStore) -> None:
    rows = [{"n": n, "s": " "} for n in EIGHT_AND_A_HUNDRED]
    job = queued(session, store, json.dumps(rows).encode(), content_type="application/json")
    run_job(resources, job.id)
    assert job_now(session, job.id).state == JobState.SUCCESS
    document = report(store, job)
    assert (document["row_count"], document["null_counts"]) == (9, {"n": 0, "s": 9})
    outliers = {"n": {"count": 1, "examples": [{"row_index": 8, "value": 100}]}}
    assert document["anomalies"] == {"duplicates_count": 0, "outliers": outliers}


@pytest.mark.parametrize("content_type", ["TEXT/CSV", "text/csv; charset=utf-8"])
def test_a_content_type_is_read_without_case_and_parameters(
    session: Session, resources: Resources, store: MinioStore, content_type: str
) -> None:
    job = queued(session, store, CSV, content_type=content_type)
    run_job(resources, job.id)
    assert job_now(session, job.id).state == JobState.SUCCESS


def test_a_content_type_that_nobody_can_process_fails_the_job_with_words(
    session: Session, resources: Resources, store: MinioStore
) -> None:
    job = queued(session, store, CSV, content_type="text/html")
    run_job(resources, job.id)
    failed, dataset = job_now(session, job.id), dataset_now(session, job.dataset_id)
    assert (failed.state, failed.error_code) == (JobState.FAILURE, "unsupported_content_type")
    assert failed.error == dataset.error
    assert failed.error is not None
    assert "text/html" in failed.error
    assert dataset.status == "failed"


INVALID = [
    ("text/csv", b"", "no_header", "header"),
    ("text/csv", b"\na,b\n1,2\n", "no_header", "header"),
    ("text/csv", b"a,b\n1,\xff\n", "invalid_utf8", "byte 6"),
    ("application/json", b'{"a": 1}', "not_a_list", "list"),
    ("application/json", b'[{"a": 1}, 7]', "not_an_object", "2"),
    ("application/json", b'[{"a": 1}, {"a": ', "truncated_json", "ends"),
    ("application/json", b'[{"a": 1} {"a": 2}]', "invalid_json", "byte 10"),
]


@pytest.mark.parametrize("invalid", INVALID, ids=lambda invalid: invalid[2])
def test_invalid_data_fails_job_and_dataset_at_once_with_words(
    session: Session, resources: Resources, store: MinioStore, invalid: tuple[str, bytes, str, str]
) -> None:
    content_type, body, code, words = invalid
    job = queued(session, store, body, content_type=content_type)
    run_job(resources, job.id)
    failed, dataset = job_now(session, job.id), dataset_now(session, job.dataset_id)
    assert (failed.state, failed.error_code, failed.failures) == (JobState.FAILURE, code, 0)
    assert failed.error is not None
    assert words in failed.error
    assert failed.error[0].isupper()
    assert failed.error.endswith(".")
    assert (dataset.status, dataset.error) == ("failed", failed.error)
    assert attempts_of(session, job.id) == [(1, "failure")]
    assert pending_of(session, job.id) == []


Place = tuple[int | None, int | None]
PLACES: list[tuple[str, bytes, Place]] = [
    ("text/csv", b"", (None, None)),
    ("text/csv", b"a,b\xff\n1,2\n", (None, 3)),
    ("text/csv", b"a,b\n1,2\n3,\xff\n", (1, 10)),
    ("text/csv", b"\xef\xbb\xbfa,b\n1,\xff\n", (0, 9)),
    ("application/json", b'{"a": 1}', (None, 0)),
    ("application/json", b'[{"a": 1}, 7]', (1, 11)),
    ("application/json", b'[{"a": 1}, {"a": ', (1, 17)),
    ("application/json", b'[{"a": 1} {"a": 2}]', (1, 10)),
]


@pytest.mark.parametrize("invalid", PLACES)
def test_job_and_dataset_tell_where_in_the_file_the_error_is(
    session: Session, resources: Resources, store: MinioStore, invalid: tuple[str, bytes, Place]
) -> None:
    content_type, body, place = invalid
    job = queued(session, store, body, content_type=content_type)
    run_job(resources, job.id)
    failed, dataset = job_now(session, job.id), dataset_now(session, job.dataset_id)
    assert (failed.error_row, failed.error_byte_offset) == place
    assert (dataset.error_row, dataset.error_byte_offset) == place
    assert dataset.error_code == failed.error_code is not None


def test_the_next_claim_forgets_what_was_wrong_and_where(session: Session, resources: Resources) -> None:
    wrong = {"error": "Row 3 is broken.", "error_code": "invalid_json", "error_row": 2, "error_byte_offset": 7}
    dataset = add_dataset(session, status="failed", **wrong)
    job = add_job(session, dataset)
    run_job(resources, job.id)
    now = dataset_now(session, dataset.id)
    assert now.status == "processing"
    assert (now.error, now.error_code, now.error_row, now.error_byte_offset) == (None, None, None, None)


def test_a_missing_file_is_looked_for_four_times(session: Session, resources: Resources) -> None:
    job = add_job(session, add_dataset(session))
    for failures in (1, 2, 3, 4):
        run_job(resources, job.id)
        now = job_now(session, job.id)
        assert (now.failures, now.error_code) == (failures, "object_missing")
        assert now.state == (JobState.RETRYING if failures < 4 else JobState.FAILURE)
        change_job(session, job.id, run_after=None)
    assert job_now(session, job.id).error == "The uploaded file is no longer in the object storage."
    failed = dataset_now(session, job.dataset_id)
    assert (failed.status, failed.error_code) == ("failed", "object_missing")
    assert (failed.error_row, failed.error_byte_offset) == (None, None)
    assert attempts_of(session, job.id) == [(1, "retry"), (2, "retry"), (3, "retry"), (4, "failure")]


def test_a_stored_file_that_stays_another_one_is_refused_after_a_second_reading(
    session: Session, resources: Resources, settings: Settings
) -> None:
    store = FaultyStore(settings)
    job = queued(session, store, CSV)
    dataset_now(session, job.dataset_id).checksum_sha256 = hashlib.sha256(b"what was uploaded").hexdigest()
    session.commit()
    run_job(replace(resources, store=store), job.id)
    failed = job_now(session, job.id)
    assert (failed.state, failed.error_code, store.opened) == (JobState.FAILURE, "checksum_mismatch", 2)
    assert dataset_now(session, job.dataset_id).status == "failed"


def test_changed_bytes_that_cannot_be_read_are_not_blamed_on_the_data(
    session: Session, resources: Resources, settings: Settings
) -> None:
    store = FaultyStore(settings)
    job = queued(session, store, b"\xff" * 1000)
    dataset_now(session, job.dataset_id).checksum_sha256 = hashlib.sha256(b"what was uploaded").hexdigest()
    session.commit()
    run_job(replace(resources, store=store), job.id)
    failed = job_now(session, job.id)
    assert (failed.state, failed.error_code, store.opened) == (JobState.FAILURE, "checksum_mismatch", 2)


def test_an_outage_of_the_database_is_not_charged_to_the_job(
    session: Session, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = queued(session, MinioStore(resources.settings, WORKER_TIMEOUTS), CSV)

    def expire(*_: object) -> None:
        raise LeaseExpired

    monkeypatch.setattr(Lease, "advance", expire)
    run_job(resources, job.id)
    released = job_now(session, job.id)
    assert (released.state, released.failures, released.error) == (JobState.RETRYING, 0, None)


def test_a_reading_that_differs_once_is_done_again(session: Session, resources: Resources, settings: Settings) -> None:
    store = FaultyStore(settings, Changed)
    job = queued(session, store, CSV)
    run_job(replace(resources, store=store), job.id)
    assert (job_now(session, job.id).state, store.opened) == (JobState.SUCCESS, 2)
    assert report(store, job)["numeric"]["amount"]["max"] == 20


RETRYABLE = [
    (StorageError("the body ended early"), "storage_unavailable"),
    (ObjectChanged("another ETag"), "object_changed"),
    (OSError(errno.ENOSPC, "No space left on device"), "io_error"),
    (TimeoutError(), "io_error"),
    (OperationalError("SELECT", {}, ConnectionError()), "database_unavailable"),
]


@pytest.mark.parametrize(("error", "code"), RETRYABLE, ids=lambda value: type(value).__name__)
def test_what_may_pass_is_retried_and_leaves_no_error_behind(
    session: Session, resources: Resources, settings: Settings, error: Exception, code: str
) -> None:
    store = FaultyStore(settings, Breaking(error))
    job = queued(session, store, CSV)
    run_job(replace(resources, store=store), job.id)
    waiting, dataset = job_now(session, job.id), dataset_now(session, job.dataset_id)
    assert (waiting.state, waiting.error_code, waiting.failures) == (JobState.RETRYING, code, 1)
    assert waiting.error is not None
    assert waiting.error.endswith(".")
    assert (dataset.status, dataset.error) == ("processing", None)
    change_job(session, job.id, run_after=None)
    run_job(replace(resources, store=store), job.id)
    done, dataset = job_now(session, job.id), dataset_now(session, job.dataset_id)
    assert (done.state, done.error, done.error_code) == (JobState.SUCCESS, None, None)
    assert (dataset.status, dataset.error) == ("done", None)
    assert attempts_of(session, job.id) == [(1, "retry"), (2, "success")]


@pytest.mark.usefixtures("hurried")
def test_an_object_store_that_is_away_is_retried(session: Session, resources: Resources, settings: Settings) -> None:
    nowhere = MinioStore(settings.model_copy(update={"s3_port": pick_free()}), WORKER_TIMEOUTS)
    job = add_job(session, add_dataset(session))
    run_job(replace(resources, store=nowhere), job.id)
    assert job_now(session, job.id).error_code == "storage_unavailable"


@pytest.mark.usefixtures("hurried")
def test_a_process_that_is_asked_to_stop_does_not_wait_for_the_object_store(
    session: Session, resources: Resources, settings: Settings
) -> None:
    nowhere = MinioStore(settings.model_copy(update={"s3_port": pick_free()}), WORKER_TIMEOUTS)
    job = add_job(session, add_dataset(session))
    run_job(replace(resources, store=nowhere, draining=lambda: True), job.id)
    released = job_now(session, job.id)
    assert (released.state, released.failures, released.error) == (JobState.RETRYING, 0, None)


UNEXPECTED = [RuntimeError("secret"), ProgrammingError("secret", {}, Exception("secret")), MemoryError("secret")]


@pytest.mark.parametrize("error", UNEXPECTED, ids=lambda error: type(error).__name__)
def test_a_defect_fails_the_job_without_telling_its_details(
    session: Session, resources: Resources, settings: Settings, error: Exception
) -> None:
    store = FaultyStore(settings, Breaking(error))
    job = queued(session, store, CSV)
    run_job(replace(resources, store=store), job.id)
    failed, dataset = job_now(session, job.id), dataset_now(session, job.dataset_id)
    assert (failed.state, failed.error_code) == (JobState.FAILURE, "internal_error")
    assert failed.error is not None
    assert "secret" not in failed.error
    assert (dataset.status, dataset.error) == ("failed", failed.error)


def test_a_job_that_takes_too_long_fails_and_says_the_limit(
    session: Session, resources: Resources, settings: Settings
) -> None:
    store = FaultyStore(settings, Breaking(SoftTimeLimitExceeded()))
    job = queued(session, store, CSV)
    run_job(replace(resources, store=store), job.id)
    failed = job_now(session, job.id)
    assert (failed.state, failed.error_code) == (JobState.FAILURE, "time_limit")
    assert failed.error is not None
    assert str(settings.job_time_limit_seconds) in failed.error


@pytest.mark.parametrize("limit", ["max_rows", "max_fields", "max_field_bytes"])
def test_the_limits_of_the_settings_hold(session: Session, resources: Resources, store: MinioStore, limit: str) -> None:
    job = queued(session, store, CSV)
    narrow = resources.settings.model_copy(update={limit: 1})
    run_job(replace(resources, settings=narrow), job.id)
    codes = {"max_rows": "too_many_rows", "max_fields": "too_many_fields", "max_field_bytes": "field_too_large"}
    assert job_now(session, job.id).error_code == codes[limit]


def test_a_process_that_was_asked_to_stop_gives_the_job_back(
    session: Session, resources: Resources, store: MinioStore
) -> None:
    job = queued(session, store, CSV)
    run_job(replace(resources, draining=lambda: True), job.id)
    released = job_now(session, job.id)
    assert (released.state, released.failures, released.error) == (JobState.RETRYING, 0, None)
    assert attempts_of(session, job.id) == [(1, "released")]
    assert len(pending_of(session, job.id)) == 1
    run_job(resources, job.id)
    assert job_now(session, job.id).state == JobState.SUCCESS


def test_an_attempt_that_was_succeeded_while_it_read_changes_nothing(
    engine: Engine, session: Session, resources: Resources, other_worker: Resources, settings: Settings
) -> None:
    seen: list[dict[str, list[tuple[Any, ...]]]] = []

    def overtaken(source: ByteSource) -> ByteSource:
        claim_again(other_worker, session, job.id)
        seen.append(everything(engine))
        return source

    store = FaultyStore(settings, overtaken)
    job = queued(session, store, CSV)
    run_job(replace(resources, store=store), job.id)
    assert [everything(engine)] == seen
    assert list(store.keys("reports", f"datasets/{job.dataset_id}/")) == []
    assert (job_now(session, job.id).attempt, job_now(session, job.id).state) == (2, JobState.STARTED)


def test_a_finished_job_is_not_read_again(session: Session, resources: Resources, settings: Settings) -> None:
    store = FaultyStore(settings)
    job = queued(session, store, CSV)
    for _ in range(3):
        run_job(replace(resources, store=store), job.id)
    assert store.opened == 1
    assert attempts_of(session, job.id) == [(1, "success")]


def test_without_the_database_nothing_is_claimed_and_the_caller_hears_of_it(
    session: Session, resources: Resources, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = add_job(session, add_dataset(session))
    nowhere = sync_engine(settings.model_copy(update={"postgres_port": pick_free()}), "tests")
    monkeypatch.setattr(run_transaction, "__kwdefaults__", {"patience_seconds": 0.0})
    with pytest.raises(OperationalError):
        run_job(replace(resources, engine=nowhere), job.id)
    assert job_now(session, job.id).state == JobState.QUEUED


def test_log_lines_carry_the_ids_of_job_dataset_and_attempt(
    session: Session, resources: Resources, settings: Settings
) -> None:
    bound: list[dict[str, Any]] = []

    def remember(source: ByteSource) -> ByteSource:
        bound.append(structlog.contextvars.get_contextvars())
        return source

    store = FaultyStore(settings, remember)
    job = queued(session, store, CSV)
    run_job(replace(resources, store=store), job.id)
    assert bound == [{"job_id": str(job.id), "dataset_id": str(job.dataset_id), "attempt": 1}]
    assert structlog.contextvars.get_contextvars() == {}
