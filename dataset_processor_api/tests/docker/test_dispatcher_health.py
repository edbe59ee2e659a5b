import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from tests.backends import Backends

from dataset_processor.core.settings import Settings
from dataset_processor.db.session import sync_engine

CHECK = Path(__file__).parents[2] / "docker" / "dispatcher_health.py"


@pytest.fixture
def no_dispatcher(engine: Engine) -> None:
    """Closes what other tests may have left open."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE application_name = 'dataset-processor-dispatcher'"
            )
        )


def check_while_speaking_as(name: str, backends: Backends, settings: Settings) -> "subprocess.CompletedProcess[str]":
    speaker = sync_engine(settings, name)
    with speaker.connect() as connection:
        connection.execute(text("SELECT 1"))
        found = subprocess.run(  # noqa: S603 - the script under test
            [sys.executable, str(CHECK)],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, **backends.environment},
            timeout=30,
        )
    speaker.dispose()
    return found


@pytest.mark.usefixtures("no_dispatcher")
def test_a_dispatcher_that_speaks_to_the_database_is_healthy(backends: Backends, settings: Settings) -> None:
    found = check_while_speaking_as("dispatcher", backends, settings)

    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.usefixtures("no_dispatcher")
def test_another_process_on_the_database_is_no_dispatcher(backends: Backends, settings: Settings) -> None:
    found = check_while_speaking_as("worker", backends, settings)

    assert found.returncode == 1
    assert "has not spoken" in found.stderr
