"""Structured logs: one JSON object a line on standard error, events with ids as fields, no secrets."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor

_QUIET = {"httpx": "WARNING", "httpcore": "WARNING", "urllib3": "WARNING", "uvicorn.access": "WARNING"}


def configure_logging(process: str, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Sends our events and those of every library to `stream`. `process` names the process in each line.

    Fields bound with `structlog.contextvars` (request, dataset and job id) are added to every event.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _process_name(process),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_color_message,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(sort_keys=True, default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, quiet_level in _QUIET.items():
        logging.getLogger(name).setLevel(quiet_level)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger whose events are named `subject.verb` and carry their data as fields."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def _process_name(process: str) -> Processor:
    def add(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        event.setdefault("process", process)
        return event

    return add


def _without_color_message(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Uvicorn says everything twice, once for terminals."""
    event.pop("color_message", None)
    return event
