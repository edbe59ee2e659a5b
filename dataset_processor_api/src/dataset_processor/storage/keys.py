"""The only place where object names are made."""

import re
import unicodedata
from pathlib import PurePosixPath
from uuid import UUID

MAX_FILENAME_BYTES = 255
DATASETS_PREFIX = "datasets/"
# What the last sweep of orphans left behind: no dataset's object.
SWEEP_EPOCH_KEY = "maintenance/orphan-sweep-epoch"
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_OURS = re.compile(rf"datasets/({_UUID})/(?:source/.+|report/report\.json)", re.DOTALL)
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def source_key(dataset_id: UUID, original_filename: str) -> str:
    """Key of an uploaded file in the uploads bucket."""
    return f"datasets/{dataset_id}/source/{original_filename}"


def report_key(dataset_id: UUID) -> str:
    """Key of a dataset's report in the reports bucket."""
    return f"datasets/{dataset_id}/report/report.json"


def dataset_id_of(key: str) -> UUID | None:
    """The dataset in a key made here; None for an object that is none of ours."""
    found = _OURS.fullmatch(key)
    return UUID(found[1]) if found is not None else None


def safe_filename(filename: str, fallback: str) -> str:
    """The file's own name as display text: no folders, no control or bidirectional characters, NFC, at most 255 bytes.

    Both kinds of slash separate folders. A name that is empty after that becomes `fallback`. A long one loses
    the end of its stem and keeps its suffix.
    """
    base = filename.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c for c in base if unicodedata.category(c) not in {"Cc", "Cs"} and c not in _BIDI_CONTROLS)
    name = unicodedata.normalize("NFC", visible)
    if not name.strip() or name.strip() in {".", ".."}:
        return fallback
    return _truncated(name)


def _truncated(name: str) -> str:
    if len(name.encode()) <= MAX_FILENAME_BYTES:
        return name
    suffix = PurePosixPath(name).suffix
    if len(suffix.encode()) > 32:
        suffix = ""
    stem = name[: len(name) - len(suffix)].encode()[: MAX_FILENAME_BYTES - len(suffix.encode())]
    return stem.decode(errors="ignore") + suffix
