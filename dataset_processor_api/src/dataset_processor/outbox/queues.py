"""The broker's topology and the connection settings that publisher and worker share."""

from typing import Any

from celery import Celery
from kombu import Exchange, Queue

from dataset_processor.core.settings import Settings

EXCHANGE = Exchange("dataset_processor", type="direct", durable=True)
DELIVERY_LIMIT = 20

DEAD_LETTERS = Queue(
    "process_dataset.v1.dead",
    exchange=EXCHANGE,
    routing_key="process_dataset.v1.dead",
    durable=True,
    queue_arguments={"x-queue-type": "quorum"},
)
PROCESS_DATASET = Queue(
    "process_dataset.v1",  # queue arguments cannot change in place, so the name carries a version
    exchange=EXCHANGE,
    routing_key="process_dataset.v1",
    durable=True,
    queue_arguments={
        "x-queue-type": "quorum",
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": EXCHANGE.name,
        "x-dead-letter-routing-key": DEAD_LETTERS.routing_key,
    },
)


def celery_app(settings: Settings, **more: Any) -> Celery:
    """A Celery application on our broker and queues; `more` are further Celery settings."""
    app = Celery("dataset_processor", set_as_current=False)
    app.conf.update(
        broker_url=settings.broker_url,
        broker_heartbeat=30,
        broker_connection_timeout=4,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_channel_error_retry=True,
        broker_transport_options={"confirm_publish": True, "read_timeout": 15, "write_timeout": 15},
        result_backend="rpc://",
        task_ignore_result=True,
        task_serializer="json",
        result_serializer="json",
        accept_content=["json"],
        task_create_missing_queues=False,
        task_queues=[PROCESS_DATASET],
        task_default_queue=PROCESS_DATASET.name,
        task_default_exchange=EXCHANGE.name,
        task_default_routing_key=PROCESS_DATASET.routing_key,
        task_publish_retry=False,
        **more,
    )
    return app
