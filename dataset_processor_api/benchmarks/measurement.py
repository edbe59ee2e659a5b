"""One command in a process of its own: how long it took, how much memory, what it said, why it failed.

The peak that the kernel reports for a child is at least what this process held when it started the child. So this
process stays small: it imports neither NumPy nor a peer.
"""

import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LOOK_SECONDS = 0.05
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
RSS_PAGES_FIELD = 1


@dataclass(frozen=True)
class Ceilings:
    """What a process may use before it is stopped."""

    seconds: float
    memory_bytes: int


@dataclass(frozen=True)
class Measurement:
    """From start to end of a process; `failure` is a short reason, or None."""

    wall_seconds: float
    cpu_seconds: float
    peak_rss_bytes: int
    output: bytes
    failure: str | None


def measure(command: Sequence[str], folder: Path, ceilings: Ceilings) -> Measurement:
    """Run the command in the folder to its end, or stop it and its children at a ceiling."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, start_new_session=True
        )
        try:
            excess = _watch(process.pid, start, ceilings)
        finally:
            _stop_group(process.pid)
            _, status, usage = os.wait4(process.pid, 0)
            wall_seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
        failure = excess or _reason(process.returncode, _text(errors))
        peak = usage.ru_maxrss * 1024
        return Measurement(wall_seconds, usage.ru_utime + usage.ru_stime, peak, _text(output), failure)


def _watch(pid: int, start: float, ceilings: Ceilings) -> str | None:
    """Wait for the end of the process, at most until it passes a ceiling, and say which."""
    descriptor = os.pidfd_open(pid)
    try:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        while not poll.poll(LOOK_SECONDS * 1000):
            if time.perf_counter() - start > ceilings.seconds:
                return f"stopped after {ceilings.seconds:g} s"
            if _tree_rss_bytes(pid) > ceilings.memory_bytes:
                return f"stopped beyond {ceilings.memory_bytes / 1e9:g} GB of memory"
    finally:
        os.close(descriptor)
    return None


def _tree_rss_bytes(pid: int) -> int:
    """Memory of a process and its descendants; one that is gone has none."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[RSS_PAGES_FIELD])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * PAGE_BYTES + sum(_tree_rss_bytes(int(child)) for child in children)


def _stop_group(pid: int) -> None:
    """End what is left of the process's group; it has not been waited for, so its id is still its own."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _reason(exit_code: int, errors: bytes) -> str | None:
    if exit_code == 0:
        return None
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    ending = f"signal {-exit_code}" if exit_code < 0 else f"exit code {exit_code}"
    return f"{ending}: {lines[-1][:200]}" if lines else ending


def _text(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()
