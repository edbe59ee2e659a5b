"""Processes as the kernel knows them: a pid counts only together with the moment it was born."""

import contextlib
import os
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
MARKER = "LOCAL_STACK_PART"


@dataclass(frozen=True)
class _Stat:
    """The fields of `/proc/PID/stat` that matter here."""

    pid: int
    state: str
    parent: int
    group: int
    start_tick: int


def _stat(pid: int) -> _Stat | None:
    try:
        text = (PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()  # the name before it may hold spaces and brackets
    return _Stat(pid, fields[0], int(fields[1]), int(fields[2]), int(fields[19]))


def _all_stats() -> Iterator[_Stat]:
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))) is not None:
            yield stat


@dataclass(frozen=True)
class ProcessIdentity:
    """One process, never to be confused with a later one that got the same pid."""

    pid: int
    start_tick: int

    @classmethod
    def of(cls, pid: int) -> "ProcessIdentity | None":
        """The identity of the process that has this pid now."""
        stat = _stat(pid)
        return None if stat is None else cls(pid, stat.start_tick)

    @classmethod
    def read(cls, pid_file: Path) -> "ProcessIdentity | None":
        """What a pid file names; None where there is none or it cannot be understood."""
        try:
            pid, start_tick = pid_file.read_text().split()
            return cls(int(pid), int(start_tick))
        except (OSError, ValueError):
            return None

    def write(self, pid_file: Path) -> None:
        """Leave `PID START_TICK` there; a reader sees the old line or the new one, never half of it."""
        draft = pid_file.with_name(f".{pid_file.name}.{os.getpid()}")
        draft.write_text(f"{self.pid} {self.start_tick}\n")
        draft.replace(pid_file)

    def is_alive(self) -> bool:
        """Runs (or is suspended); a zombie is dead, whoever forgot to reap it."""
        stat = _stat(self.pid)
        return stat is not None and stat.start_tick == self.start_tick and stat.state not in "ZX"

    def age_seconds(self) -> float:
        """How long ago the process was born."""
        uptime = float((PROC / "uptime").read_text().split()[0])
        return max(0.0, uptime - self.start_tick / os.sysconf("SC_CLK_TCK"))

    def signal(self, number: signal.Signals) -> None:
        """Send it, if the process still lives."""
        if self.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def family(self, mark: str = "") -> set["ProcessIdentity"]:
        """The process, its process group and all descendants, as far as they live.

        Of a leader that is gone, only those members of its group that carry the mark: by then the number
        may be somebody else's.
        """
        living = {stat.pid: stat for stat in _all_stats() if stat.state not in "ZX"}
        leader = _stat(self.pid)
        if leader is not None and leader.start_tick != self.start_tick:
            return set()
        members = {pid for pid, stat in living.items() if self.pid in (pid, stat.group)}
        if self.pid not in living:
            members = {pid for pid in members if _carries(pid, mark)}
        while grown := {pid for pid, stat in living.items() if stat.parent in members and pid not in members}:
            members |= grown
        return {ProcessIdentity(pid, living[pid].start_tick) for pid in members}


def _carries(pid: int, mark: str) -> bool:
    """Whether the process was started with `LOCAL_STACK_PART=mark` in its environment."""
    try:
        variables = (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"{MARKER}={mark}".encode() in variables


def signal_all(identities: Iterable[ProcessIdentity], number: signal.Signals) -> None:
    """Send a signal to each that still lives."""
    for identity in identities:
        with contextlib.suppress(PermissionError):
            identity.signal(number)
