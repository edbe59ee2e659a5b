"""Chromium for the tests of the page: the machine's own, else Debian's package."""

import shutil
from collections.abc import Callable

from local_stack import packages
from local_stack.errors import LocalStackError

PACKAGE = "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """The first browser of this kind on PATH."""
    return next((found for name in NAMES if (found := shutil.which(name)) is not None), None)


def ensure_installed(say: Callable[[str], None]) -> None:
    """Find one, or install Debian's package as root."""
    if find() is None and packages.can_install():
        packages.install(PACKAGE, say)
    if find() is None:
        raise LocalStackError(
            f"Chromium was not found: install it (Debian: `apt-get install {PACKAGE}`), or run the tests as root,"
            " which does that"
        )
