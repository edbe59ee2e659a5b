"""Installing a Debian package as root, without the package starting its own daemon."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from local_stack.configuration import inherited_environment
from local_stack.errors import LocalStackError

POLICY = Path("/usr/sbin/policy-rc.d")
LISTS = Path("/var/lib/apt/lists")
INSTALL_SECONDS = 900


def can_install() -> bool:
    """Whether this is a Debian-like system and we are root."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(package: str, say: Callable[[str], None]) -> None:
    """Install a package and what it needs; the package lists are fetched when there are none or they are stale."""
    say(f"installing the package {package}")
    if not any(LISTS.glob("*_Packages*")):
        _apt_get("update")
    with _daemons_stay_down():
        arguments = ("install", "--yes", "--no-install-recommends", package)
        if _apt_get(*arguments, check=False).returncode != 0:
            _apt_get("update")
            _apt_get(*arguments)


@contextmanager
def _daemons_stay_down() -> Iterator[None]:
    """While this holds, `invoke-rc.d` starts nothing; a policy of the machine's own stays as it is."""
    ours = not POLICY.exists()
    if ours:
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            POLICY.unlink()


def _apt_get(*arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    environment = {**inherited_environment(), "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", *arguments]
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, env=environment, timeout=INSTALL_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise LocalStackError(f"{' '.join(command)} was not done after {INSTALL_SECONDS} s") from None
    if check and done.returncode != 0:
        raise LocalStackError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done
