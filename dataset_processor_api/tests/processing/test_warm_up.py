"""Kernels are compiled before the first dataset needs them, and again when their sources change."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dataset_processor.processing.kernels import compiling
from dataset_processor.processing.kernels.compiling import cache_folder

PROJECT = Path(__file__).parents[2]


def test_nothing_is_left_to_compile_once_the_kernels_are_warm() -> None:
    command = [sys.executable, "-m", "tests.processing.compiled_signatures"]
    done = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE)  # noqa: S603 - a module of ours
    found = json.loads(done.stdout)
    assert found["before"] > 20
    assert found["new"] == []


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the kernels' sources, which may be changed."""
    folder = tmp_path / "kernels"
    shutil.copytree(compiling.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiling, "FOLDER", folder)
    return folder


def test_compiled_kernels_are_kept_where_their_sources_say(sources: Path, tmp_path: Path) -> None:
    kept, again = cache_folder(str(tmp_path / "one")), cache_folder(str(tmp_path / "other"))
    assert (kept.parent, again.parent) == (tmp_path / "one", tmp_path / "other")
    assert kept.name == again.name
    assert cache_folder(str(tmp_path / "one")) == kept


@pytest.mark.parametrize("change", ["edited", "added", "removed", "renamed"])
def test_changed_kernels_are_compiled_anew(sources: Path, tmp_path: Path, change: str) -> None:
    base = str(tmp_path / "compiled")
    kept = cache_folder(base)
    kernel = sources / "digits.py"
    if change == "edited":
        kernel.write_text(kernel.read_text() + "# another line\n")
    elif change == "added":
        (sources / "more.py").touch()
    elif change == "removed":
        kernel.unlink()
    else:
        kernel.rename(sources / "other.py")
    assert cache_folder(base) not in {kept, compiling.COMPILED_INTO}


def test_without_a_base_compiled_kernels_are_kept_beside_their_sources(sources: Path) -> None:
    assert cache_folder("").parent == sources / "__pycache__"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_where_the_base_cannot_be_written_to_another_place_is_found(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    base = tmp_path / "read-only"
    base.mkdir(mode=0o500)
    assert cache_folder(str(base)).parent == tmp_path / "home" / ".cache" / "dataset-processor"
