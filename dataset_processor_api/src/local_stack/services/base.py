"""What every part of a stack can do: be started, asked whether it is ready, stopped, killed, suspended."""

import signal
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from local_stack.child import Child, Program
from local_stack.configuration import default_settings
from local_stack.errors import LocalStackError
from local_stack.ports import PortBook
from local_stack.waiting import never, wait_until


class Service(ABC):
    """One server process (with whatever that process starts itself) in a stack's folder."""

    name: str
    first_restart_seconds: ClassVar[float] = 5
    ready_seconds: ClassVar[float] = 60
    stop_seconds: ClassVar[float] = 20
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM
    port_variable: ClassVar[str | None] = None

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        settings: Mapping[str, str] | None = None,
        durable: bool = False,
        die_with_parent: bool = True,
    ) -> None:
        """Starts nothing. With port 0 a free port is picked, and kept for as long as the folder lives."""
        self.folder = folder.resolve()
        self.given = dict(settings or {})
        self.settings = {**default_settings(), **self.given}
        self.durable = durable
        self.die_with_parent = die_with_parent
        self._wanted_port = port
        self.book = PortBook(self.folder)
        self.child = Child(self.folder / "pids" / f"{self.name}.pid", self.folder / "logs" / f"{self.name}.log")

    @abstractmethod
    def program(self) -> Program:
        """What to run; everything it needs on disk has been made when this returns. Idempotent."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether it does its work, having made what others expect in it (a database, buckets). Idempotent."""

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The settings by which others find it."""

    @abstractmethod
    def ensure_installed(self, say: Callable[[str], None]) -> None:
        """Find the program, or install it where that is possible; an error says what is missing."""

    @property
    def port(self) -> int:
        """The port it listens on."""
        if self.port_variable is None:
            raise LocalStackError(f"{self.name} has no port")
        return self.book.settle(self.port_variable, self._wanted_port)

    @property
    def pid(self) -> int | None:
        """The serving process; None when it does not run."""
        identity = self.child.identity()
        return None if identity is None else identity.pid

    def is_running(self) -> bool:
        """Whether its process lives, ready or not."""
        return self.child.identity() is not None

    def launch(self) -> None:
        """Start the process unless it runs; does not wait until it is ready."""
        if self.is_running():
            return
        self.child.kill()  # descendants that outlived it
        self.child.spawn(self.program(), die_with_parent=self.die_with_parent)

    def await_ready(self, cancelled: Callable[[], bool] = never) -> None:
        """Wait until it is ready; an error shows the end of its log when it died or takes too long."""

        def settled() -> bool:
            return not self.is_running() or self.is_ready()

        in_time = wait_until(settled, self.ready_seconds, cancelled=cancelled)
        if in_time and self.is_running():
            return
        what = f"was not ready after {self.ready_seconds:g} s" if not in_time else self.child.exit_description()
        raise LocalStackError(f"{self.name} {what}; the end of {self.child.log_file}:\n{self.child.log_tail()}")

    def start(self) -> Self:
        """Start it and wait until it is ready; nothing happens when it already is."""
        self.ensure_installed(lambda _: None)
        try:
            self.launch()
            self.await_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop it and all it started, by force after the deadline. Idempotent."""
        self.child.stop(self.stop_signal, self.stop_seconds)

    def kill(self) -> None:
        """`kill -9` for it and all it started. Idempotent."""
        self.child.kill()

    def suspend(self) -> None:
        """Freeze it: connections stay open and nobody answers."""
        self.child.signal_family(signal.SIGSTOP)

    def resume(self) -> None:
        """Undo `suspend`."""
        self.child.signal_family(signal.SIGCONT)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
