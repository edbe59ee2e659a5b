"""Runs the test suites one after the other and adds up what they report."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from local_stack.services.application import PROJECT

RESULTS = PROJECT.parent / ".local" / "test-results"


def run(selection: list[str]) -> int:
    """Run them; the last line is `N passed, N failed`. What could not even run counts as failed."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    results = RESULTS / "api.xml"
    results.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", f"--junitxml={results}", *selection]
    code = subprocess.run(command, check=False, cwd=PROJECT).returncode
    passed, failed = count(results)
    if code != 0 and failed == 0:
        print(f"pytest ended with exit code {code}", flush=True)
        failed = 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def count(results: Path) -> tuple[int, int]:
    """Passed and failed cases of a JUnit file; errors count as failed, skipped as neither."""
    if not results.exists():
        return 0, 0
    suites = ET.parse(results).getroot().iter("testsuite")  # noqa: S314 - pytest's own output
    totals = [
        {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")} for suite in suites
    ]
    failed = sum(total["failures"] + total["errors"] for total in totals)
    return sum(total["tests"] - total["skipped"] for total in totals) - failed, failed


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
