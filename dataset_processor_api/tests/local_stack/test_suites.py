from pathlib import Path

from local_stack.suites import count


def test_passed_failed_and_broken_cases_are_counted(tmp_path: Path) -> None:
    results = tmp_path / "results.xml"
    results.write_text(
        '<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/><testsuite tests="4"/></testsuites>'
    )
    assert count(results) == (8, 3)


def test_a_suite_that_left_no_results_passed_nothing(tmp_path: Path) -> None:
    assert count(tmp_path / "missing.xml") == (0, 0)
