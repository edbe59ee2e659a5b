"""The Celery application of the worker, its signals and what its processes hold."""

import mmap
import time
from typing import Any

from amqp.exceptions import RecoverableConnectionError
from celery import signals
from celery.worker.consumer import Consumer

from dataset_processor.core.settings import Settings
from dataset_processor.observability.logging import configure_logging, get_logger
from dataset_processor.outbox.queues import celery_app
from dataset_processor.storage.minio_store import WORKER_TIMEOUTS, MinioStore
from dataset_processor.storage.store import StorageError
from dataset_processor.worker.resources import Resources

log = get_logger(__name__)

HARD_LIMIT_GRACE_SECONDS = 60
CHILD_CHECK_SECONDS = 1.0
settings = Settings()

# One byte that parent and children share: 1 = this worker was asked to stop. Read by jobs once a block.
_draining = mmap.mmap(-1, 1)
_resources: Resources | None = None


class PlainConsumer(Consumer):  # type: ignore[misc]  # celery has no types
    """Without native delayed delivery: delays are outbox rows, so the broker stays free of its 28 queues.

    And never without its queue: it sees at once that the broker has taken it away, whoever else overlooked that.
    """

    class Blueprint(Consumer.Blueprint):  # type: ignore[misc]  # celery has no types
        """The steps of a consumer."""

        default_steps = tuple(step for step in Consumer.Blueprint.default_steps if "delayed_delivery" not in str(step))

    def register_with_event_loop(self, hub: Any) -> None:
        """Looks for killed children every second; Celery alone does so every five."""
        super().register_with_event_loop(hub)
        hub.call_repeatedly(CHILD_CHECK_SECONDS, self.pool.maintain_pool)
        hub.on_tick.add(self.check_still_consuming)  # a set: registering again after each loss adds nothing

    def check_still_consuming(self) -> None:
        """Raises what makes Celery connect anew.

        Celery swallows that the broker closes the connection or cancels the consumer if it reads so in its first 0.1 s
        (`celery.worker.loops._quick_drain`) or while it answers a remote command. It would then wait until a connection
        that nobody reads has missed its heartbeats, or for ever.
        """
        consumer = self.task_consumer
        if len(consumer.channel.callbacks) < sum(map(consumer.consuming_from, consumer.queues)):
            raise RecoverableConnectionError("the broker has ended the consumer")


app = celery_app(
    settings,
    imports=["dataset_processor.worker.tasks"],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_soft_time_limit=settings.job_time_limit_seconds,
    task_time_limit=settings.job_time_limit_seconds + HARD_LIMIT_GRACE_SECONDS,
    worker_consumer=f"{__name__}:PlainConsumer",
    worker_concurrency=settings.worker_concurrency,
    control_queue_durable=True,
    control_queue_exclusive=False,  # else a second worker of the same host is locked out
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_lost_wait=1,
    worker_proc_alive_timeout=20,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
)


def resources() -> Resources:
    """What this process holds; made on first use, which is after the fork."""
    global _resources  # noqa: PLW0603  # one per process is the point
    if _resources is None:
        _resources = Resources.create(settings, draining=lambda: _draining[0] == 1)
    return _resources


@signals.setup_logging.connect
def _setup_logging(**_: Any) -> None:
    configure_logging("worker", settings.log_level)


@signals.worker_process_init.connect
def _after_fork(**_: Any) -> None:
    resources()


@signals.worker_init.connect
def _before_start(**_: Any) -> None:
    _load_engine()
    try:
        MinioStore(settings, WORKER_TIMEOUTS).ensure_buckets()
    except StorageError as error:
        log.warning("storage.unavailable", error=str(error))


def _load_engine() -> None:
    """Before the fork, so that no job has to compile anything and all children share the machine code."""
    from dataset_processor.processing.warm_up import is_compiled, warm_up  # noqa: PLC0415 - not for `inspect ping`

    started, was_compiled = time.monotonic(), is_compiled()
    warm_up()
    log.info("engine.ready", seconds=round(time.monotonic() - started, 2), compiled_before=was_compiled)


@signals.worker_ready.connect
def _ready(**_: Any) -> None:
    log.info("worker.ready", concurrency=settings.worker_concurrency)
    if settings.ready_file is not None:
        settings.ready_file.touch()


@signals.worker_shutting_down.connect
def _drain(**_: Any) -> None:
    _draining[0] = 1
