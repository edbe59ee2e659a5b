"""Prometheus metrics: one registry per application, the queue's gauges set at each scrape."""

from collections.abc import Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class QueueStats:
    """The state of the queue; ages in seconds, 0 where there is nothing to be old."""

    jobs_by_state: Mapping[str, int]
    outbox_pending: int
    outbox_oldest_age_seconds: float
    oldest_queued_age_seconds: float
    stale_jobs: int


class Metrics:
    """Names start with `dataset_processor_`; units stand in the names."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        prefix = "dataset_processor"
        self.http_seconds = Histogram(
            f"{prefix}_http_request_duration_seconds",
            "Time to answer an HTTP request, by route template.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._jobs = Gauge(f"{prefix}_jobs", "Jobs by state.", ["state"], registry=self.registry)
        self._outbox_depth = Gauge(f"{prefix}_outbox_pending", "Messages not yet delivered.", registry=self.registry)
        self._outbox_age = Gauge(
            f"{prefix}_outbox_oldest_age_seconds", "Age of the oldest undelivered message.", registry=self.registry
        )
        self._queued_age = Gauge(
            f"{prefix}_oldest_queued_job_age_seconds", "Age of the oldest queued job.", registry=self.registry
        )
        self._stale = Gauge(
            f"{prefix}_stale_jobs", "Started jobs whose lease has run out or is missing.", registry=self.registry
        )
        self._database_up = Gauge(
            f"{prefix}_database_up", "1 if the queue's figures could be read.", registry=self.registry
        )

    def render(self, queue: QueueStats | None) -> bytes:
        """All metrics as Prometheus text; without `queue`, its gauges keep their last values and say so."""
        self._database_up.set(0 if queue is None else 1)
        if queue is not None:
            for state, count in queue.jobs_by_state.items():
                self._jobs.labels(state).set(count)
            self._outbox_depth.set(queue.outbox_pending)
            self._outbox_age.set(queue.outbox_oldest_age_seconds)
            self._queued_age.set(queue.oldest_queued_age_seconds)
            self._stale.set(queue.stale_jobs)
        return generate_latest(self.registry)
