"""The tasks: thin, since what is to be done stands in the jobs table."""

from typing import Any
from uuid import UUID

import structlog

from dataset_processor.worker.celery_app import app, resources
from dataset_processor.worker.run_job import run_job


@app.task(name="process_dataset", bind=True)
def process_dataset(self: Any, dataset_id: str, job_id: str) -> None:
    """A doorbell. Whether there is work, and what it is, stands in the jobs table."""
    request_id = self.request.get("request_id")
    with structlog.contextvars.bound_contextvars(request_id=request_id, dataset_id=dataset_id):
        run_job(resources(), UUID(job_id))


@app.task(name="ping", ignore_result=False)
def ping() -> str:
    """Shows that a worker takes tasks and answers."""
    return "pong"
