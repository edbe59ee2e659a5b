from collections.abc import Sequence
from pathlib import Path

import pytest

from local_stack import suites
from local_stack.errors import LocalStackError

GOOD = '<testsuites><testsuite tests="10" failures="0" errors="0" skipped="3"/></testsuites>'
BAD = '<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/><testsuite tests="4"/></testsuites>'


class FakeSuite:
    """Leaves these results, if any, and ends with this code."""

    def __init__(self, text: str | None = None, code: int = 0, error: Exception | None = None) -> None:
        self.text, self.code, self.error = text, code, error
        self.selection: Sequence[str] = ()

    def __call__(self, results: Path, selection: Sequence[str]) -> int:
        self.selection = selection
        if self.error is not None:
            raise self.error
        if self.text is not None:
            results.write_text(self.text)
        return self.code


@pytest.fixture(autouse=True)
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suites, "RESULTS", tmp_path / "results")


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **fakes: FakeSuite) -> tuple[int, str]:
    monkeypatch.setattr(suites, "SUITES", fakes)
    code = suites.run(list(fakes), ())
    return code, capsys.readouterr().out.splitlines()[-1]


def test_all_suites_run_and_are_added_up(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(monkeypatch, capsys, api=FakeSuite(BAD, code=1), web=FakeSuite(GOOD))
    assert outcome == (1, "15 passed, 3 failed")
    assert run(monkeypatch, capsys, api=FakeSuite(GOOD), web=FakeSuite(GOOD)) == (0, "14 passed, 0 failed")


@pytest.mark.parametrize(
    "broken",
    [
        FakeSuite(code=2),
        FakeSuite(GOOD, code=1),
        FakeSuite(error=LocalStackError("no browser")),
        FakeSuite(error=OSError()),
    ],
    ids=["no results", "failed outside of its cases", "could not start", "no program"],
)
def test_a_suite_that_could_not_run_counts_as_one_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], broken: FakeSuite
) -> None:
    code, last = run(monkeypatch, capsys, web=broken, browser=FakeSuite(GOOD))
    assert code == 1
    assert last.endswith("passed, 1 failed")


def test_the_end_of_the_output_tells_why(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    case = '<testcase classname="test_a" name="test_b"><failure message="2 is not 3"/></testcase>'
    failed = f'<testsuites><testsuite tests="1" failures="1">{case}</testsuite></testsuites>'
    monkeypatch.setattr(suites, "SUITES", {"api": FakeSuite(failed, code=1), "web": FakeSuite(GOOD)})
    suites.run(["api", "web"], ())
    last_lines = capsys.readouterr().out.splitlines()[-3:]
    assert last_lines == ["failed: test_a: test_b", "    2 is not 3", "7 passed, 1 failed"]


def test_slow_tests_are_left_out_unless_something_else_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    api, web = FakeSuite(GOOD), FakeSuite(GOOD)
    run(monkeypatch, capsys, api=api, web=web)
    assert list(api.selection) == ["-m", "not slow"]
    assert list(web.selection) == []
    suites.run(["api"], ["-m", "slow"])
    assert list(api.selection) == ["-m", "slow"]
