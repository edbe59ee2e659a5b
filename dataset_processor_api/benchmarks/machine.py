"""The machine that measures: what it is, and whether it has anything else to do."""

import json
import os
import platform
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

PEERS = ("chdb", "chdb-core", "duckdb", "pandas", "numpy", "polars", "pyarrow")
VERSIONS = """
import json, sys
from importlib.metadata import PackageNotFoundError, version
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = version(name)
    except PackageNotFoundError:
        found[name] = None
print(json.dumps(found))
"""
QUIET_BUSY_SHARE, QUIET_STEAL_SHARE = 0.10, 0.01


def describe_machine(peers_python: Path) -> dict[str, Any]:
    """CPU, memory, kernel, Python, and the versions of the peers."""
    return {
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_bytes": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"),
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "peers": _versions(peers_python),
    }


@dataclass(frozen=True)
class Noise:
    """What others did with the machine during a moment in which we did nothing; shares of all cores' time."""

    busy_share: float
    steal_share: float
    load_average: float

    @property
    def is_quiet(self) -> bool:
        """Whether a measurement is worth quoting."""
        return self.busy_share <= QUIET_BUSY_SHARE and self.steal_share <= QUIET_STEAL_SHARE

    def __str__(self) -> str:
        """For the terminal."""
        shares = f"{self.busy_share:.0%} busy, {self.steal_share:.0%} stolen"
        return f"{shares}, load average {self.load_average:.1f}"

    def as_json(self) -> dict[str, float]:
        """For the results; `quiet` is 1 or 0."""
        return {**asdict(self), "quiet": int(self.is_quiet)}


def listen(seconds: float = 1.0) -> Noise:
    """Do nothing for a while and see what the processors do meanwhile."""
    before = _processor_times()
    time.sleep(seconds)
    return noise_between(before, _processor_times(), os.getloadavg()[0])


def noise_between(before: list[int], after: list[int], load_average: float) -> Noise:
    """From two readings of the first line of /proc/stat: user nice system idle iowait irq softirq steal."""
    spent = [late - early for early, late in zip(before, after, strict=True)]
    total = max(sum(spent[:8]), 1)
    idle, steal = spent[3] + spent[4], spent[7]
    return Noise((total - idle - steal) / total, steal / total, load_average)


def _processor_times() -> list[int]:
    return [int(value) for value in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]


def _cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


def _versions(python: Path) -> dict[str, str | None]:
    if not python.exists():
        return dict.fromkeys(PEERS)
    command = [str(python), "-c", VERSIONS, *PEERS]
    found: dict[str, str | None] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found
