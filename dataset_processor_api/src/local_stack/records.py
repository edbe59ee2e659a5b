"""The small files through which the supervisor and the commands tell each other what is wanted and what is."""

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from local_stack.child import Child
from local_stack.stack import Say, as_shell


class StackRecords:
    """The files of one stack's folder, apart from those of its services."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.stack_environment = self.folder / "stack.env"
        self.supervisor = Child(self.folder / "supervisor.pid", self.folder / "logs" / "supervisor.log")
        self._environment = self.folder / "environment.json"
        self._failure = self.folder / "failure.txt"
        self._down = self.folder / "down"

    def environment(self) -> dict[str, str]:
        """The settings that the latest `start` gave."""
        try:
            settings: dict[str, str] = json.loads(self._environment.read_text())
        except (OSError, ValueError):
            return {}
        return settings

    def write_environment(self, settings: Mapping[str, str]) -> None:
        """What starts from now on gets these."""
        _write_private(self._environment, json.dumps(dict(settings), indent=2))

    def write_stack_environment(self, environment: Mapping[str, str]) -> None:
        """All is ready, and this is where."""
        _write_private(self.stack_environment, as_shell(environment))

    def remove_stack_environment(self) -> None:
        """Nobody can count on the stack any more."""
        self.stack_environment.unlink(missing_ok=True)

    def write_failure(self, text: str) -> None:
        """Why the stack could not be started."""
        _write_private(self._failure, text)

    def take_failure(self) -> str | None:
        """Why the stack could not be started; told once."""
        try:
            text = self._failure.read_text()
        except OSError:
            return None
        self._failure.unlink()
        return text

    def is_down(self, name: str) -> bool:
        """Whether somebody stopped this service on purpose."""
        return self.down_seconds(name) is not None

    def down_seconds(self, name: str) -> float | None:
        """How long ago somebody stopped this service on purpose; None when it is wanted."""
        try:
            return max(0.0, time.time() - (self._down / name).stat().st_mtime)
        except FileNotFoundError:
            return None

    def want_down(self, name: str) -> None:
        """Leave this service down until it is wanted again."""
        self._down.mkdir(parents=True, exist_ok=True)
        (self._down / name).touch()

    def want_up(self, name: str) -> None:
        """Keep this service running."""
        (self._down / name).unlink(missing_ok=True)

    def clear(self) -> None:
        """Nothing runs: forget what was wanted. Data, logs and ports stay."""
        self.remove_stack_environment()
        for file in (self._environment, self._failure):
            file.unlink(missing_ok=True)
        for folder in (self._down, self.folder / "ready"):
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def starting(self, say: Say) -> Iterator[None]:
        """One start at a time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "start.lock").open("w") as lock:
            try:
                flock(lock, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                say("another start is under way; waiting for it")
                flock(lock, LOCK_EX)
            yield


def _write_private(file: Path, text: str) -> None:
    """Whole or not at all, and for the owner's eyes: there are passwords in it."""
    draft = file.with_name(f".{file.name}.draft")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(file)
