"""The product's own processes: the API, and the ones that say through a file that they are ready."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import urllib3

from local_stack.child import Program
from local_stack.errors import LocalStackError
from local_stack.ports import LOOPBACK
from local_stack.services.base import Service

PROJECT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", "dataset_processor")
Environment = Callable[[], Mapping[str, str]]


def migrate(environment: Mapping[str, str]) -> None:
    """Bring the database's tables up to date. Idempotent."""
    done = subprocess.run(
        [*COMMAND, "migrate"], check=False, capture_output=True, text=True, cwd=PROJECT, env=dict(environment)
    )
    if done.returncode != 0:
        raise LocalStackError(f"the migration failed:\n{done.stdout}{done.stderr}")


class ApplicationService(Service):
    """A process of the product; it touches READY_FILE when it is ready."""

    ready_seconds = 180  # a worker's first start on a machine compiles
    first_restart_seconds = 0.5
    stop_seconds = 40  # a worker gets 25 s to finish what it has begun

    def __init__(
        self,
        name: str,
        arguments: tuple[str, ...],
        folder: Path,
        environment: Environment,
        *,
        port: int = 0,
        die_with_parent: bool = True,
    ) -> None:
        """The environment is asked for at each start, so that a restart sees settings that changed."""
        self.name = name
        super().__init__(folder, port=port, die_with_parent=die_with_parent)
        self._arguments = arguments
        self._stack_environment = environment
        self._ready_file = self.folder / "ready" / name

    def ensure_installed(self, say: Callable[[str], None]) -> None:
        """It is what this repository is about."""

    def program(self) -> Program:
        """The process, its ready file removed."""
        self._ready_file.parent.mkdir(parents=True, exist_ok=True)
        self._ready_file.unlink(missing_ok=True)
        environment = {**self._stack_environment(), **self.environment(), "READY_FILE": str(self._ready_file)}
        return Program([*COMMAND, *self._arguments], environment, PROJECT, stop_signal=self.stop_signal)

    def is_ready(self) -> bool:
        """Whether it has said so since it was started."""
        return self._ready_file.exists()

    def environment(self) -> dict[str, str]:
        """Nobody needs to find it."""
        return {}


class ApiService(ApplicationService):
    """The HTTP server, which is asked whether it is ready."""

    port_variable = "API_PORT"

    def is_ready(self) -> bool:
        """Whether it and everything it needs answers."""
        try:
            return urllib3.request("GET", f"{self.url}/readyz", timeout=5, retries=False).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://{LOOPBACK}:{self.port}"

    def environment(self) -> dict[str, str]:
        """Where it listens."""
        return {"API_HOST": LOOPBACK, "API_PORT": str(self.port)}
