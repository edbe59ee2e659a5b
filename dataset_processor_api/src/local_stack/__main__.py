"""The command line behind the Makefile."""

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from local_stack.accounts import remove_outside_places
from local_stack.configuration import callers_settings, inherited_environment
from local_stack.control import Control
from local_stack.demo import process_sample
from local_stack.errors import LocalStackError
from local_stack.services.application import PROJECT
from local_stack.supervisor import Supervisor
from local_stack.waiting import wait_until

DEFAULT_FOLDER = PROJECT.parent / ".local"
INTERRUPTED = 130
FOREVER_SECONDS = 10 * 365 * 86_400


def say(text: str) -> None:
    """A line for the person at the terminal."""
    print(text, flush=True)


def start(control: Control, only: list[str]) -> int:
    """Start in the background."""
    control.start(only)
    say(f"settings: {control.records.stack_environment}")
    _print_addresses(control)
    return 0


def stop(control: Control, only: list[str]) -> int:
    """Stop everything, or parts."""
    if not control.stop(only):
        say("nothing was running")
    return 0


def status(control: Control, _only: list[str]) -> int:
    """One line a process."""
    return 0 if control.status() else 1


def demo(control: Control, _only: list[str]) -> int:
    """Process the sample; a stack that ran before goes on running."""
    was_up = control.is_up()
    if was_up:
        say("using the stack that is already running; it will not be stopped")
    try:
        control.start(attached=not was_up)
        _process_sample(control)
    finally:
        if not was_up:
            control.stop()
    return 0


def run(control: Control, _only: list[str]) -> int:
    """Process the sample and stay up until Ctrl-C."""
    if control.is_up():
        control.start()
        _process_sample(control)
        _print_addresses(control)
        say("the stack was already running in the background: `make logs` follows it, `make stop` stops it")
        return 0
    try:
        control.start(attached=True)
        _process_sample(control)
        _print_addresses(control)
        say("running; Ctrl-C stops everything")
        return _stay(control)
    finally:
        control.stop()


def _stay(control: Control) -> int:
    def ended() -> bool:
        control.relay()
        return not control.is_up()

    try:
        wait_until(ended, FOREVER_SECONDS, poll_seconds=0.2)
    except KeyboardInterrupt:
        return 0
    say("the supervisor ended")
    return 1


def supervise(control: Control, _only: list[str]) -> int:
    """What `start` and `run` put in the background."""
    return Supervisor(control.records.folder).run()


def logs(control: Control, _only: list[str]) -> int:
    """Follow all logs."""
    files = sorted(map(str, (control.records.folder / "logs").glob("*.log")))
    if not files:
        raise LocalStackError("there are no logs; nothing was ever started")
    os.execvp("tail", ["tail", "-n", "10", "-F", *files])  # noqa: S606 - becomes tail


def reset(control: Control, _only: list[str]) -> int:
    """Stop, then delete data, logs and ports."""
    folder = control.records.folder
    control.stop()
    remove_outside_places(folder)
    shutil.rmtree(folder, ignore_errors=True)
    say(f"emptied {folder}")
    return 0


def install(control: Control, _only: list[str]) -> int:
    """Find or install the servers."""
    control.stack().ensure_installed(say)
    return 0


COMMANDS: dict[str, Callable[[Control, list[str]], int]] = {
    command.__name__: command for command in (start, stop, status, demo, run, supervise, logs, reset, install)
}


def _process_sample(control: Control) -> None:
    environment = control.stack().environment
    process_sample(environment["API_URL"], inherited_environment())


def _print_addresses(control: Control) -> None:
    environment = control.stack().environment
    for label, name in (("API", "API_URL"), ("web", "WEB_URL"), ("metrics", "METRICS_URLS")):
        say(f"{label:<9}{environment[name]}")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Being terminated, or losing the terminal, ends a command as Ctrl-C does."""
    raise KeyboardInterrupt


def main() -> None:
    """Run one command; errors are printed without a traceback."""
    parser = argparse.ArgumentParser(prog="local-stack", description=sys.modules["local_stack"].__doc__)
    parser.add_argument("--folder", type=Path, default=DEFAULT_FOLDER, help="where data, logs and pid files go")
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("only", nargs="*", help="for start and stop: these parts and no others")
    arguments = parser.parse_args()
    if arguments.command != "supervise":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
    only = [name for text in arguments.only for name in text.replace(",", " ").split()]
    try:
        control = Control(arguments.folder, callers_settings(), say)
        code = COMMANDS[arguments.command](control, only)
    except LocalStackError as error:
        print(f"error: {error}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:  # whoever read our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)


if __name__ == "__main__":
    main()
