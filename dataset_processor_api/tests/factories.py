"""Rows and files for tests: unique by default, every column can be set."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from dataset_processor.db.models import Dataset, Job, Report
from dataset_processor.storage.keys import report_key, source_key
from dataset_processor.storage.minio_store import MinioStore

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
CSV = b"id,amount\n1,10\n2,20\n3,\n3,\n"


def unique_csv(rows: int = 3) -> bytes:
    """A CSV file whose bytes no other test uploads."""
    tag = uuid4().hex
    return f"id,amount,{tag}\n".encode() + b"".join(f"{i},{i * 10},x\n".encode() for i in range(rows))


def add_dataset(session: Session, **values: Any) -> Dataset:
    """A dataset row, committed; it has no object in the store."""
    dataset_id: UUID = values.pop("id", uuid4())
    row = {
        "id": dataset_id,
        "name": "orders",
        "original_filename": "orders.csv",
        "content_type": "text/csv",
        "status": "uploaded",
        "checksum_sha256": hashlib.sha256(dataset_id.bytes).hexdigest(),
        "size_bytes": 1,
        "upload_bucket": "uploads",
        "upload_key": source_key(dataset_id, "orders.csv"),
    }
    dataset = Dataset(**{**row, **values})
    session.add(dataset)
    session.commit()
    return dataset


def add_stored_dataset(session: Session, store: MinioStore, body: bytes = CSV, **values: Any) -> Dataset:
    """A dataset row with its object."""
    dataset_id = uuid4()
    content_type = values.get("content_type", "text/csv")
    stored = store.put_bytes("uploads", source_key(dataset_id, "orders.csv"), body, content_type)
    return add_dataset(
        session,
        id=dataset_id,
        checksum_sha256=hashlib.sha256(body).hexdigest(),
        size_bytes=len(body),
        upload_etag=stored.etag,
        **values,
    )


def add_job(session: Session, dataset: Dataset, **values: Any) -> Job:
    """A job row, committed, without a message; queued unless said otherwise."""
    job = Job(**{"id": uuid4(), "dataset_id": dataset.id, "state": "queued", **values})
    session.add(job)
    session.commit()
    return job


def add_report(session: Session, dataset: Dataset, **values: Any) -> Report:
    """A report row, committed; it has no object in the store."""
    row = {"id": uuid4(), "report_bucket": "reports", "report_key": report_key(dataset.id)}
    report = Report(dataset_id=dataset.id, **{**row, **values})
    session.add(report)
    session.commit()
    return report


def minutes(count: float) -> timedelta:
    """A span of time."""
    return timedelta(minutes=count)
