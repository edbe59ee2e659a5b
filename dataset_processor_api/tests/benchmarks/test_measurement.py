"""One process is measured and kept within its ceilings."""

import sys
from pathlib import Path

import pytest
from benchmarks.machine import Noise, noise_between
from benchmarks.measurement import Ceilings, Measurement, measure

MB = 1_000_000
HUNGRY = "parts = []\nwhile True: parts.append(b'x' * 1_000_000)"
ROOMY = Ceilings(60, 4000 * MB)


def run(code: str, folder: Path, ceilings: Ceilings = ROOMY) -> Measurement:
    return measure([sys.executable, "-c", code], folder, ceilings)


def test_output_time_and_memory_are_known(tmp_path: Path) -> None:
    done = run("text = b'x' * 300_000_000; print(len(text))", tmp_path)
    assert done.failure is None
    assert done.output == b"300000000\n"
    assert 300 * MB < done.peak_rss_bytes < 900 * MB
    assert 0 < done.wall_seconds < 60
    assert done.cpu_seconds > 0


def test_the_command_runs_in_the_folder(tmp_path: Path) -> None:
    assert run("import os; print(os.getcwd())", tmp_path).output.decode().strip() == str(tmp_path.resolve())


def test_a_failure_is_told_by_its_last_line(tmp_path: Path) -> None:
    assert run("raise ValueError('no such thing')", tmp_path).failure == "exit code 1: ValueError: no such thing"
    assert run("import os; os.abort()", tmp_path).failure == "signal 6"


def test_who_takes_too_long_is_stopped_with_all_its_children(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'while True: pass'])"
    done = run(code, tmp_path, Ceilings(0.5, 4000 * MB))
    assert done.failure == "stopped after 0.5 s"
    assert done.wall_seconds < 30


def test_who_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    done = run(HUNGRY, tmp_path, Ceilings(60, 400 * MB))
    assert done.failure == "stopped beyond 0.4 GB of memory"


def test_memory_of_children_counts(tmp_path: Path) -> None:
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HUNGRY!r}])"
    assert run(code, tmp_path, Ceilings(60, 400 * MB)).failure == "stopped beyond 0.4 GB of memory"


def test_noise_is_what_others_took_of_the_processors() -> None:
    before = [100, 0, 100, 1000, 10, 0, 0, 0, 0, 0]
    after = [120, 0, 110, 1160, 10, 0, 0, 10, 0, 0]
    noise = noise_between(before, after, 0.5)
    assert noise.busy_share == pytest.approx(0.15)
    assert noise.steal_share == pytest.approx(0.05)


@pytest.mark.parametrize(("busy", "steal", "quiet"), [(0.05, 0.0, True), (0.3, 0.0, False), (0.0, 0.05, False)])
def test_a_machine_is_quiet_when_hardly_anything_else_runs(*, busy: float, steal: float, quiet: bool) -> None:
    assert Noise(busy, steal, 1.0).is_quiet is quiet
