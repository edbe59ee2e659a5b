"""Makes a virtual environment of this project; quick when nothing has changed. Run by the Makefile before all else.

`python -P virtualenv.py base local dev` installs these locks into .venv, together with the project's own sources.
`python -P virtualenv.py --into FOLDER bench` installs into another environment, and locks alone.
Only the standard library, since nothing else is there.
"""

import argparse
import fcntl
import hashlib
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_FOLDER = PROJECT / ".venv"
PIP_INSTALL = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install")


@dataclass(frozen=True)
class Environment:
    """A virtual environment in a folder."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def make(self) -> None:
        """Make it anew if it is missing or was made for another place."""
        if self._is_usable():
            return
        print(f"making {os.path.relpath(self.folder)}", flush=True)
        _run(sys.executable, "-m", "venv", "--clear", str(self.folder))

    def link_sources(self) -> None:
        """Make the packages below src importable and their commands callable, without building anything."""
        for site_packages in self.folder.glob("lib/python*/site-packages"):
            _write(site_packages / "dataset_processor_sources.pth", f"{PROJECT / 'src'}\n")
        scripts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["scripts"]
        for name, target in scripts.items():
            module, _, function = target.partition(":")
            text = f"#!{self.python}\nimport sys\nfrom {module} import {function}\nsys.exit({function}())\n"
            _write(self.folder / "bin" / name, text, mode=0o755)

    def install(self, name: str) -> None:
        """Install one lock, unless exactly this one is installed."""
        lock = PROJECT / "requirements" / f"{name}.txt"
        digest = hashlib.sha256(lock.read_bytes()).hexdigest()
        stamp = self.folder / f".installed-{name}"
        if stamp.exists() and stamp.read_text() == digest:
            return
        print(f"installing requirements/{name}.txt", flush=True)
        _run(str(self.python), *PIP_INSTALL, "--no-deps", "--require-hashes", "-r", str(lock))
        stamp.write_text(digest)

    def _is_usable(self) -> bool:
        """Whether its Python starts and takes itself to be here (a copied checkout brings one that does not)."""
        pip = self.folder / "bin" / "pip"
        if not self.python.exists() or not pip.exists():
            return False
        if str(self.folder) not in pip.read_text().splitlines()[0]:
            return False
        return subprocess.run([self.python, "-c", ""], check=False, capture_output=True).returncode == 0


def main(arguments: list[str]) -> None:
    """Make the environment, then install what is not installed yet; one at a time, however many ask."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--into", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER")
    parser.add_argument("locks", nargs="+")
    options = parser.parse_args(arguments)
    environment = Environment(options.into.resolve())
    environment.folder.mkdir(parents=True, exist_ok=True)
    with (environment.folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        environment.make()
        if environment.folder == DEFAULT_FOLDER:
            environment.link_sources()
        for name in options.locks:
            environment.install(name)


def _write(file: Path, text: str, mode: int = 0o644) -> None:
    if not file.exists() or file.read_text() != text:
        file.write_text(text)
        file.chmod(mode)


def _run(*command: str) -> None:
    """Run it quietly; what it has to say matters only when it fails."""
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"error: {' '.join(command)} failed:\n{done.stdout}")


if __name__ == "__main__":
    main(sys.argv[1:])
