"""What the JUnit file of a test runner says."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

MOST_LINES = 15


def count(results: Path) -> tuple[int, int]:
    """Passed and failed cases; errors count as failed, skipped as neither."""
    totals = [
        {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
        for suite in _read(results).iter("testsuite")
    ]
    failed = sum(total["failures"] + total["errors"] for total in totals)
    return sum(total["tests"] - total["skipped"] for total in totals) - failed, failed


def failures(results: Path) -> Iterator[str]:
    """Each failed case with the first lines of why."""
    for case in _read(results).iter("testcase"):
        for failure in (*case.iterfind("failure"), *case.iterfind("error")):
            name = f"{case.get('classname')}: {case.get('name')}"
            yield "\n    ".join((name, *_reason(failure)))


def _reason(failure: ET.Element) -> list[str]:
    """The text from the message on (pytest shows the test's source before it), or the message alone."""
    message, text = failure.get("message", "").strip(), failure.text or ""
    first = message.partition("\n")[0]
    told = first + text.partition(first)[2] if first in text else message
    return [line.rstrip() for line in told.splitlines() if line.strip()][:MOST_LINES]


def _read(results: Path) -> ET.Element:
    try:
        return ET.parse(results).getroot()  # noqa: S314 - a test runner's own output
    except (FileNotFoundError, ET.ParseError):
        return ET.Element("testsuites")
