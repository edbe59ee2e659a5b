"""Objects to which no row points: what an upload, a deletion or a finish that broke off has left in the buckets."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from dataset_processor.core.settings import Settings
from dataset_processor.db.queries import datasets, jobs, orphans
from dataset_processor.db.transactions import run_transaction
from dataset_processor.maintenance.outcome import Outcome
from dataset_processor.observability.logging import get_logger
from dataset_processor.storage.keys import DATASETS_PREFIX, SWEEP_EPOCH_KEY, dataset_id_of
from dataset_processor.storage.store import ListedObject, ObjectMissing, ObjectStore, StorageError

log = get_logger(__name__)

BATCH = 1000
CHECK_SECONDS = 60
MAX_ORPHANS, MAX_SHARE = 100, 0.05
_PASSING = (StorageError, DBAPIError, PoolTimeout)


def run_once(engine: Engine, store: ObjectStore, settings: Settings, *, dry_run: bool = False) -> Outcome:
    """One sweep of both buckets; only one at a time does anything. Can be broken off anywhere and run again.

    Deleted are objects under keys of ours, older than the grace time, that no row names. Nothing is deleted where
    there are more of them than max(100, 5 %) of all objects, nor where the database is older than the buckets.
    """
    with _only_sweeper(engine) as is_only:
        if not is_only:
            return Outcome()
        if not _is_of_one_age(engine, store, settings, count=not dry_run):
            return Outcome(failed=1)
        scanned, found = _find(engine, store, settings)
        if len(found) > max(MAX_ORPHANS, MAX_SHARE * scanned):
            log.error("orphans.too_many", scanned=scanned, found=len(found))
            return Outcome(scanned=scanned, skipped=len(found), failed=1)
        outcome = Outcome(scanned=scanned)
        for orphan in found:
            outcome += _report(orphan) if dry_run else _delete(engine, store, orphan)
        log.info("orphans.swept", found=len(found), dry_run=dry_run, **vars(outcome))
        return outcome


def run_if_due(engine: Engine, store: ObjectStore, settings: Settings) -> Outcome | None:
    """One sweep, unless the last one, whoever made it, is younger than the interval."""
    marks = store.objects(settings.s3_bucket_reports, SWEEP_EPOCH_KEY)
    last = next((mark.modified_at for mark in marks if mark.key == SWEEP_EPOCH_KEY), None)
    interval = timedelta(seconds=settings.orphan_sweep_interval_seconds)
    if last is not None and _now(engine) - last < interval:
        return None
    return run_once(engine, store, settings)


def keep_sweeping(engine: Engine, store: ObjectStore, settings: Settings, stop: threading.Event) -> None:
    """Sweeps whenever that is due, until `stop` is set; no fault ends it."""
    while not stop.wait(min(CHECK_SECONDS, settings.orphan_sweep_interval_seconds)):
        try:
            run_if_due(engine, store, settings)
        except _PASSING as error:
            log.warning("orphans.postponed", error=str(error.orig if isinstance(error, DBAPIError) else error))
        except Exception:
            log.exception("orphans.failed")


def _find(engine: Engine, store: ObjectStore, settings: Settings) -> tuple[int, list[ListedObject]]:
    """How many objects there are under our prefix, and those of them that are orphans."""
    oldest_spared = _now(engine) - timedelta(seconds=settings.orphan_grace_seconds)
    scanned, found = 0, []
    for bucket in dict.fromkeys((settings.s3_bucket_uploads, settings.s3_bucket_reports)):
        for batch in _in_batches(store.objects(bucket, DATASETS_PREFIX)):
            scanned += len(batch)
            old = [one for one in batch if one.modified_at < oldest_spared]
            found += run_transaction(engine, partial(_unnamed, listed=old))
    return scanned, found


def _unnamed(session: Session, listed: list[ListedObject]) -> list[ListedObject]:
    """Those under keys of ours that no row names: asked by dataset first, then, for the few that are left, by key."""
    ids = {one.key: dataset_id for one in listed if (dataset_id := dataset_id_of(one.key))}
    if not ids:
        return []
    named = {(bucket, key) for bucket, key in session.execute(orphans.places_of(set(ids.values())))}
    left = [one for one in listed if one.key in ids and (one.bucket, one.key) not in named]
    if not left:
        return []
    named = {(bucket, key) for bucket, key in session.execute(orphans.places_named([one.key for one in left]))}
    return [one for one in left if (one.bucket, one.key) not in named]


def _report(orphan: ListedObject) -> Outcome:
    log.info("orphan.found", bucket=orphan.bucket, key=orphan.key, modified_at=orphan.modified_at.isoformat())
    return Outcome(skipped=1)


def _delete(engine: Engine, store: ObjectStore, orphan: ListedObject) -> Outcome:
    """Under the lock of its dataset's row, if there is one: nobody queues a job that would write a report meanwhile."""
    dataset_id = dataset_id_of(orphan.key)
    assert dataset_id is not None  # noqa: S101  # others are no orphans

    def delete(session: Session) -> bool:
        session.scalar(datasets.locked(dataset_id))
        if session.scalar(jobs.active_of(dataset_id)) is not None or not _unnamed(session, [orphan]):
            return False
        store.delete(orphan.bucket, orphan.key)
        return True

    names = {"bucket": orphan.bucket, "key": orphan.key, "dataset_id": str(dataset_id)}
    try:
        is_deleted = run_transaction(engine, delete, patience_seconds=0)
    except _PASSING as error:
        log.warning("orphan.not_deleted", error=type(error).__name__, **names)
        return Outcome(failed=1)
    if not is_deleted:
        return Outcome(skipped=1)
    log.info("orphan.deleted", modified_at=orphan.modified_at.isoformat(), **names)
    return Outcome(cleaned=1)


def _is_of_one_age(engine: Engine, store: ObjectStore, settings: Settings, *, count: bool) -> bool:
    """Whether the database knows of all sweeps the bucket knows of; then this one is counted, in the database first.

    A database restored from a backup lacks the rows of what was uploaded since, and the sweeps since.
    """
    bucket = settings.s3_bucket_reports
    known = _epoch_in(store, bucket)
    current = run_transaction(engine, lambda session: session.scalar(orphans.epoch())) or 0
    if current < known:
        log.error("orphans.database_is_older", database_epoch=current, bucket_epoch=known)
        return False
    if count:
        number = run_transaction(engine, lambda session: session.scalar(orphans.next_epoch()))
        store.put_bytes(bucket, SWEEP_EPOCH_KEY, str(number).encode(), "text/plain")
    return True


def _epoch_in(store: ObjectStore, bucket: str) -> int:
    try:
        return int(store.read(bucket, SWEEP_EPOCH_KEY))
    except ObjectMissing:
        return 0


@contextmanager
def _only_sweeper(engine: Engine) -> Iterator[bool]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_only = connection.scalars(orphans.try_to_be_the_only_sweeper()).one()
        try:
            yield is_only
        finally:
            if is_only:
                connection.execute(orphans.sweep_no_more())


def _in_batches(listed: Iterable[ListedObject]) -> Iterator[list[ListedObject]]:
    rest = iter(listed)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _now(engine: Engine) -> datetime:
    return run_transaction(engine, lambda session: session.scalars(select(func.now())).one())
