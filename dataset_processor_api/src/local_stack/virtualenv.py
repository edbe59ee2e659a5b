"""Makes this project's virtual environment; quick when nothing has changed. Run by the Makefile before all else.

`python -P virtualenv.py base local dev` installs these locks. Only the standard library, since nothing else is there.
"""

import fcntl
import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ENVIRONMENT = PROJECT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
PIP = (str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install")


def main(locks: list[str]) -> None:
    """Make the environment if it is missing or was made for another place, then install what is not installed yet."""
    ENVIRONMENT.mkdir(exist_ok=True)
    with (ENVIRONMENT / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_usable():
            print("making dataset_processor_api/.venv", flush=True)
            _run(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT))
        _link_sources()
        for name in locks:
            _install(name)


def _is_usable() -> bool:
    """Whether its Python starts and takes itself to be here (a copied checkout brings one that does not)."""
    if not PYTHON.exists() or not (ENVIRONMENT / "bin" / "pip").exists():
        return False
    shebang = (ENVIRONMENT / "bin" / "pip").read_text().splitlines()[0]
    if str(ENVIRONMENT) not in shebang:
        return False
    return subprocess.run([PYTHON, "-c", ""], check=False, capture_output=True).returncode == 0


def _link_sources() -> None:
    """Make the packages below src importable and their commands callable, without building anything."""
    for site_packages in ENVIRONMENT.glob("lib/python*/site-packages"):
        _write(site_packages / "dataset_processor_sources.pth", f"{PROJECT / 'src'}\n")
    scripts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["scripts"]
    for name, target in scripts.items():
        module, _, function = target.partition(":")
        text = f"#!{PYTHON}\nimport sys\nfrom {module} import {function}\nsys.exit({function}())\n"
        _write(ENVIRONMENT / "bin" / name, text, mode=0o755)


def _install(name: str) -> None:
    """Install one lock, unless exactly this one is installed."""
    lock = PROJECT / "requirements" / f"{name}.txt"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = ENVIRONMENT / f".installed-{name}"
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"installing requirements/{name}.txt", flush=True)
    _run(*PIP, "--no-deps", "--require-hashes", "-r", str(lock))
    stamp.write_text(digest)


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
