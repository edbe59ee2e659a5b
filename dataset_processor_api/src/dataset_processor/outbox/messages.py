"""Messages that travel through the outbox: ids, never data."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class ProcessDataset(BaseModel):
    """A doorbell: there may be work in this job's row. Versioned, since rows outlive releases."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    task: Literal["process_dataset"] = "process_dataset"
    task_id: str
    dataset_id: UUID
    job_id: UUID
    request_id: str | None = None
