"""Staging a message in the caller's transaction: it is sent if, and only if, that transaction commits."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy.dialects.postgresql import Insert

from dataset_processor.db.models import Job
from dataset_processor.db.queries import outbox
from dataset_processor.outbox.messages import ProcessDataset


def doorbell(job: Job) -> ProcessDataset:
    """The message for a job; a job row without a task id (one written by other means) gets a new one."""
    return ProcessDataset(
        task_id=job.celery_task_id or str(uuid4()),
        dataset_id=job.dataset_id,
        job_id=job.id,
        request_id=job.request_id,
    )


def staged(message: ProcessDataset, delay: timedelta = timedelta(0)) -> Insert:
    """The statement that saves the message, due after `delay`; at most one is pending per job."""
    return outbox.stage(message.job_id, message.model_dump(mode="json"), delay)
