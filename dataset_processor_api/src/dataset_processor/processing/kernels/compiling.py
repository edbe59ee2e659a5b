"""How all kernels are compiled, and where they are kept compiled."""

import hashlib
import os
import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

from numba import config, njit
from numba.core.caching import FunctionCache
from numba.extending import intrinsic

FOLDER = Path(__file__).parent
FORMER_STATES = 4


def cache_folder(base: str) -> Path:
    """Where compiled kernels are kept: a folder for each state of their sources, below `base` or beside them.

    Numba itself only notices that a kernel's own file has changed, not that of one it calls. Only the newest
    folders of former states are kept.
    """
    sources = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.py")):
        sources.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    name = f"kernels-{sources.hexdigest()[:16]}"
    for place in (Path(base) if base else FOLDER / "__pycache__", Path.home() / ".cache" / "dataset-processor"):
        folder = place / name
        try:
            if not folder.exists():
                _remove_former(place)
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix=f"{name}-"))


def _remove_former(place: Path) -> None:
    folders = sorted(place.glob("kernels-*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in folders[FORMER_STATES:]:
        shutil.rmtree(folder, ignore_errors=True)


settings: Any = config
COMPILED_INTO = cache_folder(settings.CACHE_DIR)
settings.CACHE_DIR = str(COMPILED_INTO)


def kernel(**options: Any) -> Any:
    """Compile a function on its first call, to run without the interpreter's lock; `options` are those of `njit`.

    It has no reference counts: no kernel allocates or keeps an array, and counting them atomically on every call costs
    more than what a small function does. A division by zero gives what NumPy gives.
    """
    compiler: Any = njit  # its types do not know `_nrt`
    compiled = compiler(nogil=True, error_model="numpy", _nrt=False, **options)

    def kept(function: Any) -> Any:
        dispatcher = compiled(function)
        dispatcher._cache = QuickCache(function)
        return dispatcher

    return kept


class QuickCache:
    """Numba's cache of compiled functions, but for what only compiling needs: to load that takes longer than all else.

    Where nothing is found, Numba compiles, and makes itself ready for it. Of a function that only others call, no file
    is looked for.
    """

    def __init__(self, function: Any) -> None:
        self._function = function

    @cached_property
    def _files(self) -> Any:
        return FunctionCache(self._function)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled function for a signature, or `None`."""
        with self._files._guard_against_spurious_io_errors():
            return self._files._load_overload(sig, target_context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._files, name)


def instruction(build: Any) -> Any:
    """Something that NumPy and Numba do not offer, written as LLVM."""
    return intrinsic(build)
