"""Who a process is, in a form that lets others on the same host see that it is dead."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class ProcessIdentity:
    """Host, pid namespace, pid and start tick: no two processes share all four."""

    host: str
    pid_namespace: str
    pid: int
    start_tick: str

    @classmethod
    def current(cls) -> Self:
        """This process."""
        pid = os.getpid()
        return cls(_host(), _pid_namespace(), pid, _start_tick(pid) or "0")

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The inverse of `str`; None for anything else."""
        parts = text.split("/")
        if len(parts) != 4 or not parts[2].isdecimal():
            return None
        return cls(parts[0], parts[1], int(parts[2]), parts[3])

    def __str__(self) -> str:
        return f"{self.host}/{self.pid_namespace}/{self.pid}/{self.start_tick}"

    def is_proven_dead(self) -> bool:
        """True only for a process of this host and pid namespace that has ended, or whose pid another one has."""
        here = self.host == _host() and self.pid_namespace == _pid_namespace()
        return here and self.pid_namespace != "" and _start_tick(self.pid) != self.start_tick


def is_proven_dead(worker_id: str | None) -> bool:
    """Whether the stored holder of a lease is dead beyond doubt."""
    identity = ProcessIdentity.parse(worker_id) if worker_id else None
    return identity is not None and identity.is_proven_dead()


def _host() -> str:
    """The name for people, the boot id for certainty: two machines may have the same name."""
    try:
        boot_id = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        boot_id = ""
    return f"{socket.gethostname()}:{boot_id}"


def _pid_namespace() -> str:
    try:
        return Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:
        return ""


def _start_tick(pid: int) -> str | None:
    """Field 22 of /proc/PID/stat, counted behind the command's closing parenthesis; None once it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    state, tick = fields[0], fields[19]
    return None if state in {"Z", "X"} else tick
