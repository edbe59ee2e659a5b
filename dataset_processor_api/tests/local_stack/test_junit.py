from pathlib import Path

import pytest

from local_stack.junit import count, failures

RESULTS = '<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/><testsuite tests="4"/></testsuites>'
PYTEST_TEXT = """def test_it():
        told = 2
&gt;       assert told == 3
E       assert 2 == 3
E         it went on

tests/test_it.py:3: AssertionError"""


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return tmp_path / "results.xml"


def test_passed_failed_and_broken_cases_are_counted(results: Path) -> None:
    results.write_text(RESULTS)
    assert count(results) == (8, 3)


def test_a_runner_that_left_no_results_passed_nothing(results: Path) -> None:
    assert count(results) == (0, 0)
    assert list(failures(results)) == []
    results.write_text(RESULTS[:40])
    assert count(results) == (0, 0)


def test_a_failure_is_told_from_its_message_on(results: Path) -> None:
    failure = f'<failure message="assert 2 == 3&#10;  it went on">{PYTEST_TEXT}</failure>'
    results.write_text(
        f'<testsuite><testcase classname="tests.test_it" name="test_it">{failure}</testcase></testsuite>'
    )
    assert list(failures(results)) == [
        "tests.test_it: test_it\n    assert 2 == 3\n    E         it went on\n    tests/test_it.py:3: AssertionError"
    ]


def test_a_long_failure_is_cut_and_an_error_has_its_message_alone(results: Path) -> None:
    lines = "\n".join(f"line {number}" for number in range(100))
    cases = (
        f'<testcase classname="a" name="long"><failure message="line 0">{lines}</failure></testcase>'
        '<testcase classname="a" name="set-up"><error message="no fixture">def fixture(): ...</error></testcase>'
        '<testcase classname="a" name="good"/><testcase classname="a" name="skipped"><skipped/></testcase>'
    )
    results.write_text(f"<testsuite>{cases}</testsuite>")
    long, error = failures(results)
    assert long.splitlines() == ["a: long", *(f"    line {number}" for number in range(15))]
    assert error == "a: set-up\n    no fixture"
