"""Postgres refuses to run as root: which account it gets instead, and a folder that account can reach."""

import os
import pwd
import shutil
import stat
import tempfile
from pathlib import Path

ACCOUNTS = ("postgres", "nobody")


def unprivileged_account() -> str | None:
    """The account for servers that refuse root; None when we are not root and need none."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(account for account in ACCOUNTS if account in known)


def can_reach(account: str, path: Path) -> bool:
    """Whether the account may pass through all folders above the path."""
    entry = pwd.getpwnam(account)
    for folder in path.resolve().parents:
        status = folder.stat()
        if status.st_uid == entry.pw_uid:
            allowed = status.st_mode & stat.S_IXUSR
        elif status.st_gid == entry.pw_gid:
            allowed = status.st_mode & stat.S_IXGRP
        else:
            allowed = status.st_mode & stat.S_IXOTH
        if not allowed:
            return False
    return True


def data_folder(folder: Path, account: str | None, *, durable: bool) -> Path:
    """The folder itself, or one outside that stands in for it where the account cannot reach it.

    Belongs to the account. The place outside is recorded beside the folder, so that it is found again.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if account is not None and not can_reach(account, folder):
        record = _record(folder)
        recorded = Path(record.read_text().strip()) if record.exists() else None
        if recorded is None or not recorded.is_dir():
            base = "/var/tmp" if durable else tempfile.gettempdir()  # noqa: S108 - mkdtemp makes it private
            recorded = Path(tempfile.mkdtemp(prefix=f"local-stack-{folder.name}-", dir=base))
            record.write_text(f"{recorded}\n")
        folder = recorded
    folder.mkdir(parents=True, exist_ok=True)
    if account is not None:
        shutil.chown(folder, account, account_group(account))
    folder.chmod(0o700)
    return folder


def account_group(account: str) -> int:
    """The account's own group."""
    return pwd.getpwnam(account).pw_gid


def remove_outside_places(folder: Path) -> None:
    """Delete what stands in for folders below this one elsewhere."""
    for record in folder.glob("*.place"):
        shutil.rmtree(record.read_text().strip(), ignore_errors=True)
        record.unlink()


def _record(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.place")
