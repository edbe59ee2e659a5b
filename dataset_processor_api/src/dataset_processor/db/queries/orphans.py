"""Which objects rows point to, and how often orphans have been swept."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, func, select, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.dml import ReturningInsert

from dataset_processor.db.models import Dataset, Report, SweepEpoch

_SWEEP_LOCK = 4_720_232


def places_of(dataset_ids: Collection[UUID]) -> CompoundSelect[Any]:
    """Rows of (bucket, key): the objects of these datasets. Both halves have their index."""
    return union_all(
        select(Dataset.upload_bucket, Dataset.upload_key).where(Dataset.id.in_(dataset_ids)),
        select(Report.report_bucket, Report.report_key).where(Report.dataset_id.in_(dataset_ids)),
    )


def places_named(keys: Collection[str]) -> CompoundSelect[Any]:
    """Rows of (bucket, key): whatever rows name these keys, also rows of other datasets. Reads all of them."""
    return union_all(
        select(Dataset.upload_bucket, Dataset.upload_key).where(Dataset.upload_key.in_(keys)),
        select(Report.report_bucket, Report.report_key).where(Report.report_key.in_(keys)),
    )


def epoch() -> Select[int]:
    """The last sweep this database knows of; no row before the first."""
    return select(SweepEpoch.epoch)


def next_epoch() -> ReturningInsert[int]:
    """Counts a sweep, and returns its number."""
    statement = insert(SweepEpoch).values(id=1, epoch=1)
    return statement.on_conflict_do_update(
        index_elements=[SweepEpoch.id], set_={"epoch": SweepEpoch.epoch + 1}
    ).returning(SweepEpoch.epoch)


def try_to_be_the_only_sweeper() -> Select[bool]:
    """Whether no other connection sweeps; held until `sweep_no_more` or the connection's end."""
    return select(func.pg_try_advisory_lock(_SWEEP_LOCK))


def sweep_no_more() -> Select[bool]:
    """Lets others sweep."""
    return select(func.pg_advisory_unlock(_SWEEP_LOCK))
