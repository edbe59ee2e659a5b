"""The web client's packages and its built page, made when they are missing or no longer what the sources say."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local_stack.errors import LocalStackError
from local_stack.node import find_node
from local_stack.virtualenv import PROJECT

WEB_PROJECT = PROJECT.parent / "dataset_processor_web"
DIST = WEB_PROJECT / "dist"
# Where the page is made and left when it is replaced, so that a server never finds half of it.
NEW_DIST, OLD_DIST = WEB_PROJECT / "node_modules" / ".dist-new", WEB_PROJECT / "node_modules" / ".dist-old"
PACKAGES_STAMP = WEB_PROJECT / "node_modules" / ".installed"
BUILD_STAMP = ".built"
LOCK = PROJECT.parent / ".local" / "web-client.lock"
# What the page is made of; tests beside the sources change nothing in it.
BUILD_FILES = ("*.json", "*.config.*", ".npmrc", ".env*", "index.html", "public/**/*", "src/**/*")

Say = Callable[[str], None]


def install_packages(say: Say) -> None:
    """`npm ci`, unless exactly what the lock says is installed."""
    with _one_at_a_time():
        _install_packages(say)


def build(say: Say) -> Path:
    """The folder with the built page. Needs Node.js only when the page is missing or the sources have changed."""
    with _one_at_a_time():
        digest = _digest(_build_files())
        if not _is_stamped(DIST / BUILD_STAMP, digest):
            _install_packages(say)
            say("building the page")
            _npm_quietly("run", "build", "--", "--outDir", str(NEW_DIST), "--emptyOutDir")
            (NEW_DIST / BUILD_STAMP).write_text(digest)
            shutil.rmtree(OLD_DIST, ignore_errors=True)
            if DIST.exists():
                DIST.rename(OLD_DIST)
            NEW_DIST.rename(DIST)
    return DIST


def npm(*arguments: str, environment: Mapping[str, str]) -> int:
    """Run npm in the client's folder and return its exit code; its output is the caller's."""
    node = find_node()
    command = [*node.npm, *arguments]
    return subprocess.run(command, check=False, cwd=WEB_PROJECT, env={**node.environment(), **environment}).returncode


def _install_packages(say: Say) -> None:
    digest = _digest([WEB_PROJECT / "package-lock.json", WEB_PROJECT / ".npmrc"])
    if _is_stamped(PACKAGES_STAMP, digest):
        return
    say("installing the packages of the web client")
    _npm_quietly("ci", "--include=dev")
    PACKAGES_STAMP.write_text(digest)


def _npm_quietly(*arguments: str) -> None:
    node = find_node()
    done = subprocess.run(
        [*node.npm, *arguments],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=WEB_PROJECT,
        env=node.environment(),
    )
    if done.returncode != 0:
        raise LocalStackError(f"npm {' '.join(arguments)} failed:\n{done.stdout}")


def _build_files() -> list[Path]:
    found = {file for pattern in BUILD_FILES for file in WEB_PROJECT.glob(pattern) if file.is_file()}
    return sorted(file for file in found if ".test." not in file.name)


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(WEB_PROJECT)}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _is_stamped(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == digest


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    """`python -m local_stack.web_client run SCRIPT`: npm with these arguments, the packages installed before."""
    try:
        install_packages(lambda text: print(text, flush=True))
        return npm(*arguments, environment={})
    except LocalStackError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
