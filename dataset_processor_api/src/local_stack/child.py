"""One child process of a stack: started in its own group with a log file, found again by its pid file."""

import concurrent.futures
import contextlib
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local_stack.accounts import account_group
from local_stack.processes import MARKER, ProcessIdentity, signal_all
from local_stack.waiting import wait_until

KILL_SECONDS = 10

# The kernel ties "die with the parent" to the parent's thread, so that one thread starts all such children
# and lives as long as this process does.
_SPAWNER = concurrent.futures.ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")


@dataclass(frozen=True)
class Program:
    """What to run and as whom."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM


class Child:
    """A process that may have been started by this Python process or by an earlier one."""

    def __init__(self, pid_file: Path, log_file: Path) -> None:
        self.pid_file = pid_file
        self.log_file = log_file
        self._process: subprocess.Popen[bytes] | None = None
        self._exit_code: int | None = None

    @property
    def mark(self) -> str:
        """What every descendant carries in its environment."""
        return str(self.pid_file)

    def spawn(self, program: Program, *, die_with_parent: bool) -> None:
        """Start it and write its pid file. The caller makes sure that it does not run already."""
        self.reap()
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        command = list(program.command)
        if die_with_parent and (setpriv := shutil.which("setpriv")):
            command = [setpriv, "--pdeathsig", program.stop_signal.name.removeprefix("SIG"), "--", *command]
        if die_with_parent:
            self._process = _SPAWNER.submit(self._popen, command, program).result()
        else:
            self._process = self._popen(command, program)
        identity = ProcessIdentity.of(self._process.pid)
        assert identity is not None, "an unreaped child has an entry in /proc"  # noqa: S101 - the kernel's promise
        self._exit_code = None
        identity.write(self.pid_file)

    def _popen(self, command: list[str], program: Program) -> "subprocess.Popen[bytes]":
        with self.log_file.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=program.folder,
                env={**program.environment, MARKER: self.mark},
                start_new_session=True,
                user=program.user,
                group=program.user and account_group(program.user),
                extra_groups=program.user and [],
            )

    def identity(self) -> ProcessIdentity | None:
        """The living process, if there is one."""
        self.reap()
        identity = ProcessIdentity.read(self.pid_file)
        return identity if identity is not None and identity.is_alive() else None

    def reap(self) -> None:
        """Take leave of a dead child, so that no zombie stays."""
        if self._process is not None and (code := self._process.poll()) is not None:
            self._process, self._exit_code = None, code

    def exit_description(self) -> str:
        """How the child ended, for a log line."""
        self.reap()
        if self._exit_code is None:
            return "ended"
        if self._exit_code < 0:
            return f"was ended by {signal.Signals(-self._exit_code).name}"
        return f"ended with exit code {self._exit_code}"

    def signal_family(self, number: signal.Signals) -> None:
        """Send a signal to the process and all it started."""
        if (identity := self.identity()) is not None:
            signal_all(identity.family(self.mark), number)

    def request_stop(self, number: signal.Signals) -> None:
        """Ask the process itself to end; does not wait."""
        if (identity := self.identity()) is not None:
            identity.signal(signal.SIGCONT)
            identity.signal(number)

    def stop(self, number: signal.Signals, seconds: float) -> None:
        """Ask the process to end, kill what is left of it and its descendants at the deadline. Idempotent."""
        identity = ProcessIdentity.read(self.pid_file)
        if identity is not None:
            family = identity.family(self.mark)
            signal_all(family, signal.SIGCONT)
            identity.signal(number)
            wait_until(lambda: not self._is_running(identity), seconds)
            self._end(family | identity.family(self.mark), grace_seconds=1)
        self.pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """End the process and all descendants at once, as `kill -9` does. Idempotent."""
        identity = ProcessIdentity.read(self.pid_file)
        if identity is not None:
            self._end(identity.family(self.mark), grace_seconds=0)
        self.pid_file.unlink(missing_ok=True)

    def _end(self, family: set[ProcessIdentity], grace_seconds: float) -> None:
        if not wait_until(lambda: not any(map(ProcessIdentity.is_alive, family)), grace_seconds):
            signal_all(family, signal.SIGKILL)
            wait_until(lambda: not any(map(ProcessIdentity.is_alive, family)), KILL_SECONDS)
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(KILL_SECONDS)
            self.reap()

    def _is_running(self, identity: ProcessIdentity) -> bool:
        self.reap()
        return identity.is_alive()

    def log_tail(self, lines: int = 15) -> str:
        """The last lines of the log, indented."""
        try:
            text = self.log_file.read_text(errors="replace")
        except OSError:
            return "    (no log)"
        return "\n".join(f"    {line}" for line in text.splitlines()[-lines:]) or "    (the log is empty)"
