"""The product's processes against the session's services, and their logs where a test fails."""

from pathlib import Path

import pytest
from tests.backends import Backends

from local_stack.configuration import callers_settings
from local_stack.stack import Stack

LOG_CHARACTERS = 3000


def processes(folder: Path, backends: Backends, names: set[str], **settings: str) -> Stack:
    """Not yet started; the API gets a free port."""
    environment = {**callers_settings(), **backends.environment, "API_PORT": "0", **settings}
    return Stack(folder, environment=environment, only=names)


def attach_logs(report: pytest.TestReport, item: pytest.Item) -> None:
    """Adds the end of each process's log to the report of a test that failed."""
    stacks = [value for value in getattr(item, "funcargs", {}).values() if isinstance(value, Stack)]
    for stack in stacks if report.failed else []:
        for name in stack.services.keys() - {"postgres", "rabbitmq", "s3"}:
            report.sections.append((f"log of {name}", stack.log(name)[-LOG_CHARACTERS:]))
