import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from tests.backends import Backends
from tests.core.captured_logs import CapturedLogs, captured_logs
from tests.factories import add_dataset, add_job, add_report

from dataset_processor.__main__ import main
from dataset_processor.core.settings import Settings
from dataset_processor.db.models import SweepEpoch
from dataset_processor.db.queries import datasets
from dataset_processor.db.queries import orphans as queries
from dataset_processor.maintenance import orphans
from dataset_processor.maintenance.outcome import Outcome
from dataset_processor.storage.keys import SWEEP_EPOCH_KEY, dataset_id_of, report_key, source_key
from dataset_processor.storage.minio_store import API_TIMEOUTS, MinioStore
from dataset_processor.storage.store import ListedObject, StorageError
from local_stack.ports import pick_free
from local_stack.waiting import wait_until


class Buckets:
    """Two buckets that no other test uses; whatever is in them is older than the grace time."""

    def __init__(self, settings: Settings, tag: str) -> None:
        changes = {"s3_bucket_uploads": f"uploads-{tag}", "s3_bucket_reports": f"reports-{tag}"}
        self.settings = settings.model_copy(update={**changes, "orphan_grace_seconds": 0})
        self.uploads, self.reports = changes.values()
        self.store: MinioStore = MinioStore(self.settings, API_TIMEOUTS)
        self.store.ensure_buckets()

    def put(self, bucket: str, key: str) -> str:
        self.store.put_bytes(bucket, key, b"1", "text/plain")
        return f"{bucket}/{key}"

    def put_source(self, dataset_id: UUID | None = None) -> str:
        return self.put(self.uploads, source_key(dataset_id or uuid4(), "orders.csv"))

    def put_report(self, dataset_id: UUID | None = None) -> str:
        return self.put(self.reports, report_key(dataset_id or uuid4()))

    @property
    def content(self) -> set[str]:
        """All objects but the sweep's own."""
        places = {f"{bucket}/{key}" for bucket in (self.uploads, self.reports) for key in self.store.keys(bucket)}
        return places - {f"{self.reports}/{SWEEP_EPOCH_KEY}"}


@pytest.fixture
def buckets(settings: Settings, store: MinioStore) -> Iterator[Buckets]:
    buckets = Buckets(settings, uuid4().hex)
    yield buckets
    buckets.store.close()


@pytest.fixture(autouse=True)
def logs() -> Iterator[CapturedLogs]:
    with captured_logs("dispatcher") as captured:
        yield captured


def sweep(engine: Engine, buckets: Buckets, **options: Any) -> Outcome:
    return orphans.run_once(engine, buckets.store, buckets.settings, **options)


def kept_in(buckets: Buckets, session: Session) -> set[str]:
    """Objects that rows name, and one that is none of ours."""
    dataset = add_dataset(session, status="done", upload_bucket=buckets.uploads)
    add_report(session, dataset, report_bucket=buckets.reports)
    return {
        buckets.put_source(dataset.id),
        buckets.put_report(dataset.id),
        buckets.put(buckets.uploads, "datasets/somebody-elses"),
        buckets.put(buckets.uploads, "backup.tar"),
    }


def test_objects_that_no_row_names_are_deleted_from_both_buckets_and_others_stay(
    engine: Engine, session: Session, buckets: Buckets, logs: CapturedLogs
) -> None:
    kept = kept_in(buckets, session)
    of_a_dataset = add_dataset(session, upload_bucket=buckets.uploads)
    kept.add(buckets.put_source(of_a_dataset.id))
    left = {buckets.put_source(), buckets.put_report(), buckets.put_report(of_a_dataset.id)}

    assert sweep(engine, buckets) == Outcome(scanned=7, cleaned=3)

    assert buckets.content == kept
    events = logs.named("orphan.deleted")
    assert {f"{event['bucket']}/{event['key']}" for event in events} == left
    assert len(events) == 3
    assert all(event["dataset_id"] in event["key"] for event in events)
    assert sweep(engine, buckets) == Outcome(scanned=4)


def test_objects_in_their_grace_time_stay(engine: Engine, buckets: Buckets) -> None:
    young = {buckets.put_source(), buckets.put_report()}
    buckets.settings = buckets.settings.model_copy(update={"orphan_grace_seconds": 3600})

    assert sweep(engine, buckets) == Outcome(scanned=2)
    assert buckets.content == young


def test_a_dry_run_deletes_nothing_and_says_what_it_would(
    engine: Engine, session: Session, buckets: Buckets, logs: CapturedLogs
) -> None:
    kept_in(buckets, session)
    left = {buckets.put_source(), buckets.put_report()}
    before = buckets.content

    assert sweep(engine, buckets, dry_run=True) == Outcome(scanned=5, skipped=2)

    assert buckets.content == before
    assert {f"{event['bucket']}/{event['key']}" for event in logs.named("orphan.found")} == left
    assert session.scalars(select(SweepEpoch)).all() == []


def test_too_many_orphans_are_suspicious_and_stay(
    engine: Engine, buckets: Buckets, logs: CapturedLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orphans, "MAX_ORPHANS", 2)
    left = {buckets.put_source() for _ in range(3)}

    assert sweep(engine, buckets) == Outcome(scanned=3, skipped=3, failed=1)
    assert buckets.content == left
    assert [(event["found"], event["level"]) for event in logs.named("orphans.too_many")] == [(3, "error")]

    monkeypatch.setattr(orphans, "MAX_SHARE", 1)
    assert sweep(engine, buckets).cleaned == 3


def test_as_many_as_the_limit_are_deleted_in_several_batches(
    engine: Engine, buckets: Buckets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orphans, "BATCH", 10)
    for _ in range(25):
        buckets.put_source()

    assert sweep(engine, buckets) == Outcome(scanned=25, cleaned=25)
    assert buckets.content == set()


@pytest.mark.parametrize("state", ["queued", "started", "retrying"])
def test_a_report_beside_an_active_job_is_left_to_it(
    engine: Engine, session: Session, buckets: Buckets, state: str
) -> None:
    dataset = add_dataset(session, upload_bucket=buckets.uploads)
    job = add_job(session, dataset, state=state)
    report = buckets.put_report(dataset.id)

    assert sweep(engine, buckets) == Outcome(scanned=1, skipped=1)
    assert buckets.content == {report}

    job.state = "failure"
    session.commit()
    assert sweep(engine, buckets) == Outcome(scanned=1, cleaned=1)


def test_an_object_that_the_row_of_another_dataset_names_stays(
    engine: Engine, session: Session, buckets: Buckets
) -> None:
    key = source_key(uuid4(), "orders.csv")
    add_dataset(session, upload_bucket=buckets.uploads, upload_key=key)
    place = buckets.put(buckets.uploads, key)

    assert sweep(engine, buckets) == Outcome(scanned=1)
    assert buckets.content == {place}


def test_a_row_that_comes_after_the_listing_saves_its_object(
    engine: Engine, session: Session, buckets: Buckets, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = add_dataset(session, upload_bucket=buckets.uploads)
    report = buckets.put_report(dataset.id)
    listed = ListedObject(buckets.reports, report_key(dataset.id), datetime(2026, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(orphans, "_find", lambda *_: (1, [listed]))
    add_report(session, dataset, report_bucket=buckets.reports)

    assert sweep(engine, buckets) == Outcome(scanned=1, skipped=1)
    assert buckets.content == {report}


def test_a_dataset_that_somebody_holds_is_left_for_the_next_time(
    engine: Engine, session: Session, buckets: Buckets
) -> None:
    dataset = add_dataset(session, upload_bucket=buckets.uploads)
    report, other = buckets.put_report(dataset.id), buckets.put_report()
    session.scalar(datasets.locked(dataset.id))

    assert sweep(engine, buckets) == Outcome(scanned=2, cleaned=1, failed=1)
    assert buckets.content == {report}
    assert other not in buckets.content

    session.rollback()
    assert sweep(engine, buckets) == Outcome(scanned=1, cleaned=1)


def test_an_object_that_cannot_be_deleted_does_not_hold_up_others(
    engine: Engine, buckets: Buckets, logs: CapturedLogs
) -> None:
    stuck, _ = buckets.put_source(), buckets.put_source()

    class Stubborn(MinioStore):
        def delete(self, bucket: str, key: str) -> None:
            if f"{bucket}/{key}" == stuck:
                raise StorageError("not today")
            super().delete(bucket, key)

    outcome = orphans.run_once(engine, Stubborn(buckets.settings, API_TIMEOUTS), buckets.settings)

    assert outcome == Outcome(scanned=2, cleaned=1, failed=1)
    assert buckets.content == {stuck}
    assert len(logs.named("orphan.deleted")) == len(logs.named("orphan.not_deleted")) == 1


def test_a_database_that_is_older_than_the_buckets_deletes_nothing(
    engine: Engine, session: Session, buckets: Buckets, logs: CapturedLogs
) -> None:
    for _ in range(3):
        sweep(engine, buckets)
    session.execute(SweepEpoch.__table__.update().values(epoch=2))  # type: ignore[attr-defined]  # it is a table
    session.commit()
    left = buckets.put_source()

    assert sweep(engine, buckets) == Outcome(failed=1)
    assert sweep(engine, buckets, dry_run=True) == Outcome(failed=1)

    assert buckets.content == {left}
    assert {(event["database_epoch"], event["bucket_epoch"]) for event in logs.named("orphans.database_is_older")} == {
        (2, 3)
    }
    buckets.store.delete(buckets.reports, SWEEP_EPOCH_KEY)
    assert sweep(engine, buckets).cleaned == 1


def test_a_sweep_beside_another_does_nothing(engine: Engine, buckets: Buckets) -> None:
    left = buckets.put_source()
    with engine.connect() as other:
        assert other.scalars(queries.try_to_be_the_only_sweeper()).one()
        assert sweep(engine, buckets) == Outcome()
        assert other.scalars(queries.sweep_no_more()).one()
    assert buckets.content == {left}
    assert sweep(engine, buckets).cleaned == 1


def test_it_is_due_when_the_last_sweep_is_older_than_the_interval(engine: Engine, buckets: Buckets) -> None:
    assert orphans.run_if_due(engine, buckets.store, buckets.settings) == Outcome()
    buckets.put_source()
    assert orphans.run_if_due(engine, buckets.store, buckets.settings) is None

    at_once = buckets.settings.model_copy(update={"orphan_sweep_interval_seconds": 0})
    assert orphans.run_if_due(engine, buckets.store, at_once) == Outcome(scanned=1, cleaned=1)


def test_it_goes_on_after_faults_until_it_is_stopped(
    engine: Engine, settings: Settings, logs: CapturedLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orphans, "CHECK_SECONDS", 0.01)
    away = settings.model_copy(update={"s3_port": pick_free()})
    store, stop = MinioStore(away, API_TIMEOUTS), threading.Event()
    thread = threading.Thread(target=orphans.keep_sweeping, args=(engine, store, away, stop))
    thread.start()
    assert wait_until(lambda: len(logs.named("orphans.postponed")) >= 2, 20)
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def test_the_command_tells_what_it_did(
    engine: Engine, buckets: Buckets, backends: Backends, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = buckets.put_source()
    own = {"S3_BUCKET_UPLOADS": buckets.uploads, "S3_BUCKET_REPORTS": buckets.reports}
    for name, value in {**backends.environment, **own}.items():
        monkeypatch.setenv(name, value)

    done = CliRunner().invoke(main, ["sweep-orphans", "--dry-run"])

    assert (done.exit_code, done.exception) == (0, None)
    assert "1 scanned, 0 cleaned, 0 skipped, 0 failed" in done.stdout  # it is younger than a day
    assert buckets.content == {left}


def test_a_listed_object_has_the_stores_time(buckets: Buckets) -> None:
    buckets.put_source()
    (listed,) = buckets.store.objects(buckets.uploads)
    assert abs(datetime.now(UTC) - listed.modified_at) < timedelta(minutes=1)
    assert replace(listed, key="x").bucket == buckets.uploads


@pytest.mark.parametrize(
    "key", ["", "datasets/", "datasets/x/source/a", "backup", f"datasets/{uuid4()}/source/", f"datasets/{uuid4()}/x/y"]
)
def test_keys_of_others_belong_to_no_dataset(key: str) -> None:
    assert dataset_id_of(key) is None
    assert dataset_id_of(SWEEP_EPOCH_KEY) is None


@pytest.mark.parametrize("filename", ["a.csv", "é 数据.csv", "a\u2028b.csv", "a\nb"])
def test_a_key_of_ours_tells_its_dataset(filename: str) -> None:
    dataset_id = uuid4()
    assert dataset_id_of(source_key(dataset_id, filename)) == dataset_id
    assert dataset_id_of(report_key(dataset_id)) == dataset_id
