"""One table a file; a state change is a method of its model."""

from dataset_processor.db.models.columns import UNKNOWN_PLACE, ErrorPlace
from dataset_processor.db.models.dataset import ContentType, Dataset, DatasetStatus
from dataset_processor.db.models.job import ACTIVE_JOB_STATES, MAX_FAILURES, WORKER_LOST, Job, JobState
from dataset_processor.db.models.job_attempt import AttemptOutcome, JobAttempt
from dataset_processor.db.models.job_outbox import OutboxMessage, OutboxStatus
from dataset_processor.db.models.report import Report
from dataset_processor.db.models.sweep_epoch import SweepEpoch

__all__ = [
    "ACTIVE_JOB_STATES",
    "MAX_FAILURES",
    "UNKNOWN_PLACE",
    "WORKER_LOST",
    "AttemptOutcome",
    "ContentType",
    "Dataset",
    "DatasetStatus",
    "ErrorPlace",
    "Job",
    "JobAttempt",
    "JobState",
    "OutboxMessage",
    "OutboxStatus",
    "Report",
    "SweepEpoch",
]
