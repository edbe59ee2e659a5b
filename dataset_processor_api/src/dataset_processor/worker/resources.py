"""What a worker process holds: made after the fork, shared by its jobs."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from dataset_processor.core.process_identity import ProcessIdentity
from dataset_processor.core.settings import Settings
from dataset_processor.db.session import sync_engine
from dataset_processor.storage.minio_store import WORKER_TIMEOUTS, MinioStore
from dataset_processor.storage.store import ObjectStore


@dataclass(frozen=True)
class Resources:
    """`draining` tells whether the process was asked to stop."""

    settings: Settings
    engine: Engine
    store: ObjectStore
    worker_id: str
    draining: Callable[[], bool]

    @classmethod
    def create(cls, settings: Settings, draining: Callable[[], bool]) -> "Resources":
        """Connects to nothing yet."""
        return cls(
            settings=settings,
            engine=sync_engine(settings, "worker"),
            store=MinioStore(settings, WORKER_TIMEOUTS),
            worker_id=str(ProcessIdentity.current()),
            draining=draining,
        )
