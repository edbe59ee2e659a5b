"""Rules that must hold whoever writes: they are the tables'."""

import hashlib
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, func, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from tests.factories import add_dataset, add_job, add_report

from dataset_processor.db.models import Dataset, Job, JobAttempt, OutboxMessage, Report

ACTIVE = ("queued", "started", "retrying")
INSERT_DATASET = text(
    "INSERT INTO datasets (id, name, original_filename, content_type, status, checksum_sha256, size_bytes,"
    " upload_bucket, upload_key) VALUES (:id, 'n', 'f.csv', 'text/csv', :status, :checksum, 1, 'uploads', 'k')"
)
INSERT_JOB = text("INSERT INTO jobs (id, dataset_id, state) VALUES (:id, :dataset_id, :state)")


def insert_dataset(connection: Connection, status: str = "uploaded") -> Any:
    dataset_id = uuid4()
    checksum = hashlib.sha256(dataset_id.bytes).hexdigest()
    connection.execute(INSERT_DATASET, {"id": dataset_id, "status": status, "checksum": checksum})
    return dataset_id


@pytest.mark.parametrize("status", ["uploaded", "processing", "done", "failed"])
@pytest.mark.parametrize("state", [*ACTIVE, "success", "failure"])
def test_rows_with_the_contracts_columns_alone_are_valid_in_every_state(
    engine: Engine, status: str, state: str
) -> None:
    with engine.begin() as connection:
        dataset_id = insert_dataset(connection, status)
        connection.execute(INSERT_JOB, {"id": uuid4(), "dataset_id": dataset_id, "state": state})
        connection.execute(
            text("INSERT INTO reports (id, dataset_id, report_bucket, report_key) VALUES (:id, :dataset_id, 'r', 'k')"),
            {"id": uuid4(), "dataset_id": dataset_id},
        )
    with Session(engine) as session:
        job = session.scalars(select(Job)).one()
        assert (job.progress, job.attempt, job.failures, job.synthetic) == (0, 0, 0, False)
        assert job.queued_at is not None
        assert session.scalars(select(Dataset.uploaded_at)).one() is not None
        assert session.scalars(select(Report.created_at)).one() is not None


def test_a_dataset_and_a_job_need_no_status(engine: Engine) -> None:
    with engine.begin() as connection:
        dataset_id = insert_dataset(connection)
        connection.execute(text("INSERT INTO jobs (id, dataset_id) VALUES (:i, :d)"), {"i": uuid4(), "d": dataset_id})
        assert connection.scalars(text("SELECT state FROM jobs")).one() == "queued"


@pytest.mark.parametrize("first", ACTIVE)
@pytest.mark.parametrize("second", ACTIVE)
def test_a_dataset_has_one_active_job(session: Session, first: str, second: str) -> None:
    dataset = add_dataset(session)
    add_job(session, dataset, state=first)
    with pytest.raises(IntegrityError, match="uq_jobs_active_dataset"):
        add_job(session, dataset, state=second)


def test_a_dataset_has_any_number_of_finished_jobs(session: Session) -> None:
    dataset = add_dataset(session)
    for state in ("success", "failure", "success", "failure", "queued"):
        add_job(session, dataset, state=state)


WRONG = [
    ("ck_datasets_status", {"status": "lost"}, {}),
    ("ck_datasets_size_bytes", {"size_bytes": -1}, {}),
    ("ck_jobs_state", {}, {"state": "done"}),
    ("ck_jobs_progress", {}, {"progress": 101}),
    ("ck_jobs_progress", {}, {"progress": -1}),
    ("ck_jobs_attempt", {}, {"attempt": -1}),
    ("ck_jobs_failures", {}, {"failures": -1}),
]


@pytest.mark.parametrize(("name", "dataset", "job"), WRONG)
def test_values_outside_the_contract_are_refused_by_name(
    session: Session, name: str, dataset: dict[str, Any], job: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=name):
        add_job(session, add_dataset(session, **dataset), **job)


def test_one_dataset_per_checksum_and_one_report_per_dataset(session: Session) -> None:
    dataset = add_dataset(session)
    add_report(session, dataset)
    with pytest.raises(IntegrityError, match="uq_reports_dataset_id"):
        add_report(session, dataset)
    session.rollback()
    with pytest.raises(IntegrityError, match="uq_datasets_checksum_sha256"):
        add_dataset(session, checksum_sha256=dataset.checksum_sha256)


def test_a_token_is_given_out_once(session: Session) -> None:
    job = add_job(session, add_dataset(session))
    session.execute(insert(JobAttempt).values(job_id=job.id, attempt=1))
    with pytest.raises(IntegrityError, match="pk_job_attempts"):
        session.execute(insert(JobAttempt).values(job_id=job.id, attempt=1))


def test_everything_leaves_with_its_dataset(session: Session) -> None:
    dataset = add_dataset(session)
    job = add_job(session, dataset)
    add_report(session, dataset)
    session.execute(insert(JobAttempt).values(job_id=job.id, attempt=1))
    session.execute(insert(OutboxMessage).values(job_id=job.id, payload={}))
    session.execute(text("DELETE FROM datasets"))
    tables = (Job, Report, JobAttempt, OutboxMessage)
    assert [session.scalars(select(func.count()).select_from(table)).one() for table in tables] == [0] * 4


INDEXES = {
    "datasets": {("checksum_sha256",), ("status",), ("uploaded_at",)},
    "jobs": {("dataset_id",), ("state",), ("queued_at",)},
    "reports": {("created_at",), ("dataset_id",)},
}


@pytest.mark.parametrize("table", INDEXES)
def test_the_contracts_columns_lead_an_index(migrated_engine: Engine, table: str) -> None:
    indexes = inspect(migrated_engine).get_indexes(table)
    leading = {(index.get("expressions") or index["column_names"])[0] for index in indexes}
    assert {(str(column).split()[0],) for column in leading} >= INDEXES[table]
