"""`make bench` as a whole, with results that nobody has measured; and the work of the two contenders of our own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.contenders import PRODUCT, PROJECT, Commands, chosen
from benchmarks.datasets.catalog import CSV, JSON, Recipe
from benchmarks.datasets.files import cached
from benchmarks.plan import Step
from benchmarks.results import DataSetResults, Session
from benchmarks.rounds import Runner
from tests.benchmarks.sessions import a_data_set, a_result

from benchmarks import __main__ as command


def bench(output: Path, *arguments: str) -> int:
    return command.main(["--output", str(output), "--peers-python", "/nowhere/python", *arguments])


def test_tables_are_printed_and_all_runs_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps: list[Step] = []

    def run(_runner: Runner, step: Step) -> DataSetResults:
        steps.append(step)
        return a_data_set(form=step.recipe.form)

    monkeypatch.setattr(Runner, "run", run)

    assert bench(tmp_path / "out.json", "--size", "1GB", "--only", "mixed", "--rounds", "5") == 0

    assert [(step.recipe.title, step.recipe.size_bytes, step.rounds) for step in steps] == [
        ("mixed-csv", 10**9, 5),
        ("mixed-json", 10**9, 5),
    ]
    session = Session.load(tmp_path / "out.json")
    assert [data_set.title for data_set in session.data_sets] == ["mixed-csv", "mixed-json"]
    assert session.machine["peers"]["pandas"] is None
    printed = capsys.readouterr().out
    assert "pandas missing" in printed
    assert "CSV: chDB, one query" in printed


def test_a_product_that_fails_fails_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = a_data_set([a_result(PRODUCT, failure="lost"), a_result("chdb", 1.0)])
    monkeypatch.setattr(Runner, "run", lambda *_: lost)
    assert bench(tmp_path / "out.json", "--only", "mixed-csv") == 1


def test_a_peer_that_fails_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = a_data_set([a_result(PRODUCT, 1.0), a_result("chdb", failure="lost")])
    monkeypatch.setattr(Runner, "run", lambda *_: lost)
    assert bench(tmp_path / "out.json", "--only", "mixed-csv") == 0


@pytest.mark.parametrize(
    "arguments", [["--only", "mixd"], ["--contenders", "panda"], ["--size", "big"], ["--rounds", "0"]]
)
def test_wrong_use_is_explained(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        bench(tmp_path / "out.json", *arguments)
    assert end.value.code == 2
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize("form", [CSV, JSON])
def test_product_and_reference_count_the_same(form: str, tmp_path: Path) -> None:
    path = cached(Recipe("mixed", form, 300_000), tmp_path)
    small_path = cached(Recipe("mixed", form, 5000), tmp_path)
    commands = Commands(Path("/nowhere/python"), command.REFERENCE, 10**9)
    answers = []
    for contender in chosen(only=["reference"]):
        call = commands.timed(contender, path, small_path, form)
        done = subprocess.run(call, check=True, cwd=PROJECT, capture_output=True)
        answers.append(json.loads(done.stdout))
    ours, reference = answers
    assert ours["totals"] == reference["totals"]
    assert ours["totals"]["rows"] > 1000
    assert ours["seconds"] > 0


def test_the_command_measured_is_the_one_people_call(tmp_path: Path) -> None:
    path = cached(Recipe("mixed", CSV, 5000), tmp_path)
    call = Commands(Path("/nowhere/python"), command.REFERENCE, 10**9).product(path)
    assert call == [sys.executable, "-m", "dataset_processor", "report", str(path), "--json"]
