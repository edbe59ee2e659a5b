"""A job that lasts as long as its file's way is narrow, and how it should end."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tests.e2e.caller import Caller
from tests.e2e.narrow_road import NarrowRoad
from tests.worker.attempts import attempts_of, dataset_now, job_now

from dataset_processor.db.models import Report

LONG_CSV = b"id,amount\n" + b"".join(b"%d,%d\n" % (i, i % 97) for i in range(150_000))


def started_long_job(caller: Caller, road: NarrowRoad) -> str:
    """A job whose file is being read, slowly until the road is widened."""
    road.narrow()
    job_id: str = caller.process(caller.upload(LONG_CSV)["id"])["job_id"]
    caller.being_read(job_id)
    return job_id


def assert_done_once(session: Session, job_id: str) -> None:
    """One attempt succeeded, there is one report, nothing is left to do."""
    job = job_now(session, UUID(job_id))
    assert job.state == "success", job.error
    assert [outcome for _, outcome in attempts_of(session, job.id)].count("success") == 1
    assert attempts_of(session, job.id)[-1] == (job.attempt, "success")
    assert dataset_now(session, job.dataset_id).status == "done"
    assert session.scalars(select(func.count()).select_from(Report)).one() == 1
