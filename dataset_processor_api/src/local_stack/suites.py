"""Runs the test suites one after the other and adds up what they report."""

import argparse
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from local_stack import chromium, web_client
from local_stack.configuration import LOCAL_PORTS, inherited_environment
from local_stack.errors import LocalStackError
from local_stack.junit import count, failures
from local_stack.services.application import PROJECT

RESULTS = PROJECT.parent / ".local" / "test-results"
# The browser's tests wait for a lost job to be taken up again.
BROWSER_SETTINGS = {
    **dict.fromkeys(LOCAL_PORTS, "0"),
    "JOB_LEASE_SECONDS": "5",
    "SWEEP_INTERVAL_SECONDS": "1",
}


def say(text: str) -> None:
    """A line between those of the runners."""
    print(text, flush=True)


Suite = Callable[[Path, Sequence[str]], int]


def api(results: Path, selection: Sequence[str]) -> int:
    """Everything in Python."""
    command = [sys.executable, "-m", "pytest", f"--junitxml={results}", *selection]
    return subprocess.run(command, check=False, cwd=PROJECT).returncode


def web(results: Path, selection: Sequence[str]) -> int:
    """The page's units, components and screens, in an imitated browser."""
    web_client.install_packages(say)
    reporters = ("--reporter=default", "--reporter=junit", f"--outputFile.junit={results}")
    return web_client.npm("test", "--", *reporters, *selection, environment={})


def browser(results: Path, selection: Sequence[str]) -> int:
    """The built page in Chromium, on a stack of its own."""
    chromium.ensure_installed(say)
    with _stack() as environment:
        environment |= {"PLAYWRIGHT_JUNIT_OUTPUT_FILE": str(results), "CHROMIUM": str(chromium.find())}
        return web_client.npm("run", "e2e", "--", "--reporter=list,junit", *selection, environment=environment)


SUITES: dict[str, Suite] = {suite.__name__: suite for suite in (api, web, browser)}
DEFAULT_SELECTION = {"api": ("-m", "not slow")}


def run(names: Sequence[str], selection: Sequence[str]) -> int:
    """Run them; the last line is `N passed, N failed`. What could not even run counts as failed.

    The selection is what their runner is told; without one it is everything that is not slow.
    """
    RESULTS.mkdir(parents=True, exist_ok=True)
    passed, failed = 0, 0
    reasons: list[str] = []
    for name in names:
        results = RESULTS / f"{name}.xml"
        results.unlink(missing_ok=True)
        try:
            code = SUITES[name](results, selection or DEFAULT_SELECTION.get(name, ()))
        except (LocalStackError, OSError, subprocess.SubprocessError) as error:
            say(f"error: {error}")
            code = 1
        suite_passed, suite_failed = count(results)
        if code != 0 and suite_failed == 0:
            say(f"the tests of {name} ended with exit code {code}")
            suite_failed = 1
        say(f"{name}: {suite_passed} passed, {suite_failed} failed")
        passed, failed = passed + suite_passed, failed + suite_failed
        reasons += failures(results)
    # Again, as the end of the output may be all that is seen of it.
    for reason in reasons:
        say(f"failed: {reason}")
    say(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


@contextmanager
def _stack() -> Iterator[dict[str, str]]:
    """A stack with a supervisor and a folder of its own; what a test needs to reach and to disturb it."""
    with tempfile.TemporaryDirectory(prefix="browser-") as place:
        folder = Path(place) / "stack"
        call = [sys.executable, "-m", "local_stack", "--folder", str(folder)]
        settings = {**inherited_environment(), **BROWSER_SETTINGS}
        try:
            subprocess.run([*call, "start"], check=True, env=settings)
            assignments = shlex.split((folder / "stack.env").read_text(), comments=True)
            environment = dict(assignment.split("=", 1) for assignment in assignments)
            yield {**environment, "STACK_FOLDER": str(folder), "STACK_PYTHON": sys.executable}
        finally:
            with suppress(OSError):
                shutil.copytree(folder / "logs", RESULTS / "browser-logs", dirs_exist_ok=True)
            subprocess.run([*call, "reset"], check=False, env=settings, stdout=subprocess.DEVNULL)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Being terminated, or losing the terminal, ends it as Ctrl-C does: nothing it has started goes on."""
    raise KeyboardInterrupt


def main() -> int:
    """Run one suite, or all."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    parser = argparse.ArgumentParser(prog="suites", description=__doc__)
    parser.add_argument("suite", nargs="?", choices=SUITES, help="this one alone; what follows is for its runner")
    options, selection = parser.parse_known_args()
    if selection and options.suite is None:
        parser.error("name the suite that these arguments are for")
    return run([options.suite] if options.suite else list(SUITES), selection)


if __name__ == "__main__":
    sys.exit(main())
