"""What the product logs during a block, as the lines that would stand on standard error."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from dataset_processor.observability import logging as product_logging
from dataset_processor.observability.logging import configure_logging


class CapturedLogs:
    """Lines written so far."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def named(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.events if line["event"] == event]


@contextmanager
def captured_logs(process: str = "api", level: str = "INFO") -> Iterator[CapturedLogs]:
    """Logging configured as in a process of the product; put back at the end."""
    root = logging.getLogger()
    quiet = [logging.getLogger(name) for name in product_logging._QUIET]
    before = (root.handlers[:], root.level, [logger.level for logger in quiet], structlog.get_config())
    captured = CapturedLogs()
    configure_logging(process, level, captured.stream)
    try:
        yield captured
    finally:
        root.handlers[:], level_before, quiet_levels, config = before
        root.setLevel(level_before)
        for logger, logger_level in zip(quiet, quiet_levels, strict=True):
            logger.setLevel(logger_level)
        structlog.configure(**config)
