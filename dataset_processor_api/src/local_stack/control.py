"""`start`, `stop` and `status` as a person or a tool calls them, from outside the supervisor."""

import signal
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from local_stack.child import Program
from local_stack.configuration import LOCAL_PORTS, check_settings, inherited_environment
from local_stack.errors import LocalStackError
from local_stack.processes import ProcessIdentity
from local_stack.records import StackRecords
from local_stack.services import Service
from local_stack.services.application import PROJECT
from local_stack.stack import Say, Stack, check_names, silently
from local_stack.waiting import wait_until

START_SECONDS = 300
STOP_SECONDS = 120
HURRY_SECONDS = 10  # until the supervisor has noticed that something is wanted
# What a running stack's parts have agreed on; it changes only when all of them start anew.
AGREED_PREFIXES = ("POSTGRES_", "RABBITMQ_", "S3_")


class Control:
    """One stack folder and the settings that whoever called has asked for."""

    def __init__(self, folder: Path, settings: Mapping[str, str], say: Say) -> None:
        self.records = StackRecords(folder)
        self.say = say
        self._settings = dict(settings)
        self._said = 0

    def is_up(self) -> bool:
        """Whether a supervisor watches a stack here."""
        return self.records.supervisor.identity() is not None

    def stack(self) -> Stack:
        """The stack as it runs, or as it would start."""
        settings = self.records.environment() or {**LOCAL_PORTS, **self._settings}
        return Stack(self.records.folder, environment=settings, durable=True)

    def start(self, only: Iterable[str] = (), *, attached: bool = False) -> None:
        """Return when everything (or `only` that) is ready; what runs already stays and is mentioned.

        An attached supervisor stops the stack when this process ends, however it ends.
        """
        chosen = check_names(only)
        check_settings(self._settings)
        with self.records.starting(self.say):
            if self.is_up():
                self._complete(chosen)
                return
            try:
                self._begin(chosen, attached=attached)
            except KeyboardInterrupt:
                self.say("interrupted; stopping what was started")
                self.stop()
                raise

    def stop(self, only: Iterable[str] = ()) -> bool:
        """Stop everything, or `only` that and leave it down; whether anything ran."""
        chosen = check_names(only)
        stack = self.stack()
        if chosen:
            for name in chosen:
                self.records.want_down(name)
            was_up = any(stack.services[name].is_running() for name in chosen)
            stack.stop(*chosen)
            self.say(f"stopped on purpose, until started again: {', '.join(sorted(chosen))}")
            return was_up
        was_up = self.is_up() or any(service.is_running() for service in stack.services.values())
        self.records.supervisor.stop(signal.SIGTERM, STOP_SECONDS)
        stack.stop()  # what a supervisor that was killed left behind
        self.records.clear()
        if was_up:
            self.say("everything is stopped")
        return was_up

    def status(self) -> bool:
        """Say one line for each process; whether all run and are ready."""
        supervisor = self.records.supervisor.identity()
        self.say(_line("supervisor", "running" if supervisor else "not running", supervisor))
        complete = supervisor is not None
        for service in self.stack().services.values():
            state = self._state(service)
            port = f"port {service.port}" if service.port_variable and service.is_running() else ""
            self.say(_line(service.name, state, service.child.identity(), port))
            complete = complete and state == "ready"
        return complete

    def _state(self, service: Service) -> str:
        if not service.is_running():
            return "stopped on purpose" if self.records.is_down(service.name) else "not running"
        try:
            return "ready" if service.is_ready() else "not ready"
        except LocalStackError:
            return "not ready"

    def _begin(self, chosen: set[str], *, attached: bool) -> None:
        """Start a supervisor, with all that can fail early done before."""
        self._stop_survivors()
        self.records.clear()
        stack = self.stack()
        for name in stack.services:
            if chosen and name not in chosen:
                self.records.want_down(name)
        stack.ensure_installed(self.say, chosen)
        stack.settle_ports(chosen)
        self.records.write_environment({**LOCAL_PORTS, **self._settings})
        self._said = self._log_size()
        command = [sys.executable, "-m", "local_stack", "--folder", str(self.records.folder), "supervise"]
        program = Program(command, inherited_environment(), PROJECT)
        self.records.supervisor.spawn(program, die_with_parent=attached)
        self._await_stack_environment()

    def _stop_survivors(self) -> None:
        """End what a killed supervisor left: it may run with other settings than the ones wanted now."""
        stack = self.stack()
        survivors = [name for name, service in stack.services.items() if service.is_running()]
        if survivors:
            self.say(f"left over from a supervisor that was killed, and stopped now: {', '.join(survivors)}")
        stack.stop()

    def _await_stack_environment(self) -> None:
        def settled() -> bool:
            self.relay()
            return self.records.stack_environment.exists() or not self.is_up()

        in_time = wait_until(settled, START_SECONDS)
        if in_time and self.is_up():
            return
        supervisor = self.records.supervisor
        supervisor.stop(signal.SIGTERM, STOP_SECONDS)
        failure = self.records.take_failure() or f"the supervisor ended; its log:\n{supervisor.log_tail()}"
        self.stack().stop()
        self.records.clear()
        raise LocalStackError(failure if in_time else f"the stack was not ready after {START_SECONDS} s")

    def _complete(self, chosen: set[str]) -> None:
        """Have the supervisor that runs start what is missing."""
        self._said = self._log_size()
        self._await_stack_environment()
        agreed = self.records.environment()
        self._refuse_other_ports(agreed)
        changed = {name: value for name, value in self._settings.items() if not _is_agreed(name)}
        kept = {name: value for name, value in agreed.items() if _is_agreed(name)}
        self.records.write_environment({**changed, **kept})
        stack = self.stack()
        stack.ensure_installed(silently, chosen)
        services = [service for name, service in stack.services.items() if not chosen or name in chosen]
        missing = [service for service in services if not service.is_running()]
        for service in services:
            if service not in missing:
                self.say(f"{service.name} was already running (pid {service.pid})")
        stack.settle_ports([service.name for service in missing])
        for service in missing:
            self.records.want_up(service.name)
        identity = self.records.supervisor.identity()
        if identity is None:
            raise LocalStackError("the supervisor ended meanwhile; start again")
        identity.signal(signal.SIGUSR1)
        for service in services:
            if not wait_until(partial(_works, service), service.ready_seconds + HURRY_SECONDS):
                raise LocalStackError(f"{service.name} is not ready; its log:\n{service.child.log_tail()}")
        for service in missing:
            self.say(f"{service.name} is ready (pid {service.pid})")

    def _refuse_other_ports(self, agreed: Mapping[str, str]) -> None:
        for name, value in self._settings.items():
            if name.endswith("_PORT") and value not in ("0", agreed.get(name)):
                raise LocalStackError(f"the running stack has {name}={agreed[name]}; `make stop` before changing it")

    def _log_size(self) -> int:
        file = self.records.supervisor.log_file
        return file.stat().st_size if file.exists() else 0

    def relay(self) -> None:
        """Say what the supervisor has logged since the last time."""
        try:
            with self.records.supervisor.log_file.open() as log:
                log.seek(self._said)
                text = log.read()
        except OSError:
            return
        complete = text[: text.rfind("\n") + 1]
        self._said += len(complete.encode())
        for line in complete.splitlines():
            self.say(line)


def _is_agreed(name: str) -> bool:
    return name.startswith(AGREED_PREFIXES) or name.endswith("_PORT")


def _works(service: Service) -> bool:
    return service.is_running() and service.is_ready()


def _line(name: str, state: str, identity: ProcessIdentity | None, detail: str = "") -> str:
    if identity is None:
        return f"{name:<12}{state}"
    return f"{name:<12}{state:<12}pid {identity.pid:<8}up {identity.age_seconds():.0f} s  {detail}".rstrip()
