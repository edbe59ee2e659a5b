"""Where the time of a report goes: every step is found, once, and nothing is counted twice."""

import json
import subprocess
import time
from pathlib import Path

import pytest
from benchmarks.contenders import PROJECT, Commands
from benchmarks.datasets.catalog import CSV, JSON, Form, Recipe
from benchmarks.datasets.files import cached
from benchmarks.page import page_of
from benchmarks.steps import REST, STEPS, Stopwatch
from benchmarks.tables import step_rows
from tests.benchmarks.sessions import a_data_set, a_session

NOT_OF = {CSV: {"split into cells, unescape"}, JSON: {"split into cells"}}


@pytest.mark.parametrize("form", [CSV, JSON])
def test_each_step_of_a_format_takes_some_time(form: Form, tmp_path: Path) -> None:
    path = cached(Recipe("mixed", form, 2_000_000), tmp_path)
    small_path = cached(Recipe("mixed", form, 5000), tmp_path)
    call = Commands(Path("/nowhere/python"), "", 10**9).steps(path, small_path, form)
    seconds = json.loads(subprocess.run(call, check=True, cwd=PROJECT, capture_output=True).stdout)
    assert set(seconds) == {*STEPS, REST} - NOT_OF[form]
    assert all(value > 0 for step, value in seconds.items() if step != REST)


def test_what_an_inner_step_takes_is_not_the_outer_ones() -> None:
    watch = Stopwatch()

    def spend(seconds: float) -> None:
        end = time.thread_time() + seconds
        while time.thread_time() < end:
            pass

    inner = watch.timed("inner", spend)

    def outer() -> None:
        inner(0.04)
        spend(0.01)
        inner(0.04)

    start = time.thread_time()
    watch.timed("outer", outer)()
    whole = time.thread_time() - start
    assert watch.seconds["inner"] >= 0.08
    assert watch.seconds["outer"] <= whole - 0.08
    assert watch.seconds.total() <= whole


def test_shares_are_of_all_steps() -> None:
    data_set = a_data_set()
    data_set.step_seconds = {"read": 0.3, "the rest": 0.1}
    assert step_rows(data_set) == [("read", "0.300", "75%"), ("the rest", "0.100", "25%")]
    page = page_of(a_session(data_set))
    assert "| read | 0.300 | 75% |" in page
    assert "Where the time of" not in page_of(a_session(a_data_set()))
