import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local_stack.accounts import remove_outside_places
from local_stack.configuration import LOCAL_PORTS, inherited_environment

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A stack's folder whose data goes away, wherever it had to be put."""
    folder = tmp_path / "stack"
    folder.mkdir()
    yield folder
    remove_outside_places(folder)


@pytest.fixture
def local_stack(folder: Path) -> Iterator[Command]:
    """The command line on a folder and ports of its own; what it started is stopped at the end."""

    def call(*arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        environment = {**inherited_environment(), **dict.fromkeys(LOCAL_PORTS, "0"), **settings}
        command = [sys.executable, "-m", "local_stack", "--folder", str(folder), *arguments]
        return subprocess.run(  # noqa: S603 - the command under test
            command, check=False, capture_output=True, text=True, env=environment, timeout=120
        )

    yield call
    call("stop")
