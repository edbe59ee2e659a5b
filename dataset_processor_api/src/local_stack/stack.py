"""A whole stack, or a part of one, in a folder: the services in starting order, and what connects them."""

import shlex
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from local_stack.accounts import remove_outside_places
from local_stack.configuration import default_settings, inherited_environment, port_in
from local_stack.errors import LocalStackError
from local_stack.ports import PortBook, check_free, is_free
from local_stack.services import (
    ApiService,
    ApplicationService,
    PostgresService,
    RabbitMQService,
    S3Service,
    Service,
    WebService,
    migrate,
)
from local_stack.waiting import never

# Programs of others, which need nothing of each other to start.
SERVERS: tuple[type[Service], ...] = (PostgresService, RabbitMQService, S3Service, WebService)
API = ("api", ("serve",))
# A further process of the product is one more line here: its name, and the arguments of `dataset-processor`.
BACKGROUND = (("worker", ("worker",)), ("dispatcher", ("dispatcher",)))
NAMES = tuple(kind.name for kind in SERVERS) + tuple(name for name, _ in (API, *BACKGROUND))

Say = Callable[[str], None]


def silently(_: str) -> None:
    """Say nothing."""


class Stack:
    """Services that know each other. As a context manager a throw-away one: stopped and cleaned up at the end.

    `environment` holds settings; a port it does not name is picked. `only` leaves services out. Nothing here
    watches the services: what dies stays dead until it is started again (the supervisor adds that).
    """

    def __init__(
        self,
        folder: Path,
        *,
        environment: Mapping[str, str] | None = None,
        only: Iterable[str] | None = None,
        durable: bool = False,
        die_with_parent: bool = True,
    ) -> None:
        """Starts nothing. Several objects for one folder, also in several processes, see the same stack."""
        self.folder = folder.resolve()
        self.given = dict(environment or {})
        self._migrated = False
        names = check_names(only) if only is not None else set(NAMES)
        self.services: dict[str, Service] = {}
        for kind in SERVERS:
            self._add(
                kind(
                    self.folder,
                    port=port_in(self.given, kind.port_variable or ""),
                    settings=self.given,
                    durable=durable,
                    die_with_parent=die_with_parent,
                ),
                names,
            )
        shared = self._process_environment
        port = port_in(self.given, "API_PORT")
        self._add(ApiService(*API, self.folder, shared, port=port, die_with_parent=die_with_parent), names)
        for name, arguments in BACKGROUND:
            service = ApplicationService(name, arguments, self.folder, shared, die_with_parent=die_with_parent)
            self._add(service, names)

    def _add(self, service: Service, names: set[str]) -> None:
        if service.name in names:
            self.services[service.name] = service

    @property
    def environment(self) -> dict[str, str]:
        """All settings with which the processes run, and the addresses for people and tools."""
        settings = {**default_settings(), **self.given, **self._connections()}
        api = self.services.get("api")
        if isinstance(api, ApiService):
            settings |= {**api.environment(), "API_URL": api.url, "METRICS_URLS": f"{api.url}/metrics"}
        return settings

    def _connections(self) -> dict[str, str]:
        servers = (service for service in self.services.values() if not isinstance(service, ApplicationService))
        return {name: value for service in servers for name, value in service.environment().items()}

    def _process_environment(self) -> dict[str, str]:
        return {**inherited_environment(), **self.given, **self._connections()}

    def ensure_installed(self, say: Say = silently, names: Iterable[str] = ()) -> None:
        """Find or install the programs of these services, or of all."""
        for service in self._chosen(names):
            service.ensure_installed(say)

    def settle_ports(self, names: Iterable[str] = ()) -> None:
        """Make sure that what does not run yet can have its port, before anything is started.

        A picked port that was taken meanwhile is picked anew, as long as nothing runs that might know it.
        """
        chosen = [service for service in self._chosen(names) if service.port_variable and not service.is_running()]
        if not any(service.is_running() for service in self.services.values()):
            book = PortBook(self.folder)
            for service in chosen:
                variable = service.port_variable or ""
                recorded = book.read().get(variable)
                if port_in(self.given, variable) == 0 and recorded is not None and not is_free(recorded):
                    book.forget(variable)
        check_free({service.port_variable or "": service.port for service in chosen})

    def start(self, *names: str, cancelled: Callable[[], bool] = never, say: Say = silently) -> Self:
        """Start these services, or all, and wait until they are ready; what runs stays as it is.

        The first application to start has the database migrated before. On failure what was started here is
        stopped again.
        """
        chosen = self._chosen(names)
        started = [service for service in chosen if not service.is_running()]
        try:
            for service in chosen:
                service.ensure_installed(silently)
            self.settle_ports([service.name for service in chosen])
            servers = [service for service in chosen if not isinstance(service, ApplicationService)]
            applications = [service for service in chosen if isinstance(service, ApplicationService)]
            _start_together(servers, cancelled, say)
            if applications and not self._migrated:
                migrate(self._process_environment())
                self._migrated = True
                say("migrated the database")
            _start_together(applications, cancelled, say)
        except BaseException:
            _stop_together(started)
            raise
        return self

    def stop(self, *names: str) -> None:
        """Stop these services, or all: applications first. Idempotent."""
        chosen = self._chosen(names)
        _stop_together([service for service in chosen if isinstance(service, ApplicationService)])
        _stop_together([service for service in chosen if not isinstance(service, ApplicationService)])

    def kill(self, *names: str) -> None:
        """`kill -9` for these services, or all, and what they started."""
        for service in reversed(self._chosen(names)):
            service.kill()

    def suspend(self, *names: str) -> None:
        """Freeze these services, or all."""
        for service in self._chosen(names):
            service.suspend()

    def resume(self, *names: str) -> None:
        """Undo `suspend`."""
        for service in self._chosen(names):
            service.resume()

    def restart(self, name: str) -> None:
        """Stop one service and start it again with the same port and data."""
        self.stop(name)
        self.start(name)

    def pid(self, name: str) -> int | None:
        """The serving process of a service; None when it does not run."""
        return self.services[name].pid

    def log(self, name: str) -> str:
        """All that a service has written."""
        return self.services[name].child.log_file.read_text(errors="replace")

    def remove_data_elsewhere(self) -> None:
        """Delete data that could not stand in the folder itself; the rest goes with the folder."""
        remove_outside_places(self.folder)

    def _chosen(self, names: Iterable[str]) -> list[Service]:
        wanted = set(names) or set(self.services)
        if unknown := wanted - set(self.services):
            raise LocalStackError(f"no such part here: {', '.join(sorted(unknown))}")
        return [service for name, service in self.services.items() if name in wanted]

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.remove_data_elsewhere()


def check_names(names: Iterable[str]) -> set[str]:
    """The names, or an error that names the one that is not a part of a stack."""
    chosen = set(names)
    if unknown := chosen - set(NAMES):
        raise LocalStackError(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    return chosen


def as_shell(environment: Mapping[str, str]) -> str:
    """Assignments that a shell can read in."""
    lines = [f"{name}={shlex.quote(value)}" for name, value in sorted(environment.items())]
    return "\n".join(["# The running stack's settings; `set -a; . FILE` exports them.", *lines, ""])


def _start_together(services: Iterable[Service], cancelled: Callable[[], bool], say: Say) -> None:
    services = list(services)
    fresh = {service.name for service in services if not service.is_running()}
    for service in services:
        service.launch()
    for service in services:
        service.await_ready(cancelled)
        where = f", port {service.port}" if service.port_variable else ""
        say(f"{service.name} {'is ready' if service.name in fresh else 'was running'} (pid {service.pid}{where})")


def _stop_together(services: list[Service]) -> None:
    """All at the same time, since each may take its time."""
    if services:
        with ThreadPoolExecutor(max_workers=len(services)) as pool:
            list(pool.map(lambda service: service.stop(), services))
