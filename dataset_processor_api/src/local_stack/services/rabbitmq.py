"""RabbitMQ: the machine's own program as a private node, with its own port mapper, on loopback only."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import amqp

from local_stack import packages
from local_stack.child import Child, Program
from local_stack.configuration import inherited_environment
from local_stack.errors import LocalStackError
from local_stack.ports import LOOPBACK, is_answering
from local_stack.services.base import Service
from local_stack.waiting import wait_until

PACKAGE = "rabbitmq-server"
PACKAGED_SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")  # the one on PATH there changes the user first
NODE = "dataset@localhost"
MAPPER_SECONDS = 10


def find_server() -> Path | None:
    """The script that becomes the server."""
    if PACKAGED_SERVER.exists():
        return PACKAGED_SERVER
    found = shutil.which("rabbitmq-server")
    return None if found is None else Path(found).resolve()


def find_port_mapper() -> str | None:
    """Erlang's `epmd`."""
    if found := shutil.which("epmd"):
        return found
    packaged = sorted(Path("/usr/lib/erlang").glob("erts-*/bin/epmd"))
    return str(packaged[-1]) if packaged else None


class RabbitMQService(Service):
    """A node with one user and one virtual host.

    Erlang nodes find each other through a port mapper (epmd), which a node would start as a daemon that
    outlives it; this one gets its own, as a second child.
    """

    name = "rabbitmq"
    port_variable = "RABBITMQ_PORT"
    ready_seconds = 120
    stop_seconds = 30

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        settings: Mapping[str, str] | None = None,
        durable: bool = False,
        die_with_parent: bool = True,
    ) -> None:
        """As every service; the port mapper's pid file stands with the data, since it serves nobody else."""
        super().__init__(folder, port=port, settings=settings, durable=durable, die_with_parent=die_with_parent)
        self._mapper = Child(self.folder / self.name / "epmd.pid", self.folder / "logs" / "epmd.log")

    def ensure_installed(self, say: Callable[[str], None]) -> None:
        """Find RabbitMQ, or install Debian's package as root."""
        if find_server() is None and packages.can_install():
            packages.install(PACKAGE, say)
        server = find_server()
        if server is None or find_port_mapper() is None:
            raise LocalStackError(
                f"RabbitMQ was not found: install it (Debian, Ubuntu: `apt-get install {PACKAGE}`; it brings"
                " Erlang along), or run the set-up as root, which does that"
            )
        say(f"rabbitmq: {server}")

    def launch(self) -> None:
        """Start the port mapper, then the node."""
        if self.is_running():
            return
        self._start_mapper()
        super().launch()

    def program(self) -> Program:
        """The node, configured in its folder."""
        server = find_server()
        if server is None:
            raise LocalStackError("RabbitMQ is not installed")
        home = self.folder / self.name
        home.mkdir(parents=True, exist_ok=True)
        self._write_configuration(home)
        return Program([str(server)], self._node_environment(home), home, stop_signal=self.stop_signal)

    def is_ready(self) -> bool:
        """Whether the product's user can log in."""
        if not is_answering(self.port):  # the AMQP client would wait for a socket that nobody serves yet
            return False
        try:
            with amqp.Connection(
                host=f"{LOOPBACK}:{self.port}",
                userid=self.settings["RABBITMQ_USER"],
                password=self.settings["RABBITMQ_PASSWORD"],
                virtual_host=self.settings["RABBITMQ_VHOST"],
                connect_timeout=2,
                read_timeout=5,
                write_timeout=5,
            ):
                return True
        except amqp.AccessRefused as error:
            raise LocalStackError(
                "rabbitmq refuses RABBITMQ_USER and RABBITMQ_PASSWORD: its data was made with others;"
                " use those, or delete the data with `make reset`"
            ) from error
        except (OSError, amqp.AMQPError):
            return False

    def environment(self) -> dict[str, str]:
        """The `RABBITMQ_*` settings."""
        own = {name: self.settings[f"RABBITMQ_{name}"] for name in ("USER", "PASSWORD", "VHOST")}
        own |= {"HOST": LOOPBACK, "PORT": str(self.port)}
        return {f"RABBITMQ_{name}": value for name, value in own.items()}

    def stop(self) -> None:
        """Stop the node, then its port mapper."""
        super().stop()
        self._mapper.stop(self.stop_signal, self.stop_seconds)

    def kill(self) -> None:
        """Kill both."""
        super().kill()
        self._mapper.kill()

    def _start_mapper(self) -> None:
        command = [find_port_mapper() or "epmd", "-address", LOOPBACK, "-port", str(self._mapper_port)]
        if self._mapper.identity() is None:
            home = self._mapper.pid_file.parent
            home.mkdir(parents=True, exist_ok=True)
            self._mapper.spawn(Program(command, inherited_environment(), home), die_with_parent=self.die_with_parent)
        if not wait_until(lambda: is_answering(self._mapper_port), MAPPER_SECONDS):
            raise LocalStackError(f"epmd does not answer; the end of its log:\n{self._mapper.log_tail()}")

    @property
    def _mapper_port(self) -> int:
        return self.book.settle("EPMD_PORT", 0)

    def _node_environment(self, home: Path) -> dict[str, str]:
        inherited = {
            name: value for name, value in inherited_environment().items() if not name.startswith(("RABBITMQ_", "ERL_"))
        }
        return {
            **inherited,
            "HOME": str(home),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "ERL_EPMD_PORT": str(self._mapper_port),
            "RABBITMQ_NODENAME": NODE,
            "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.book.settle("RABBITMQ_DIST_PORT", 0)),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "generated"),
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": str(home / "node.pid"),
            # The shell script becomes the server instead of waiting for it, so that the recorded pid serves.
            "RABBITMQ_ALLOW_INPUT": "1",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-noinput -kernel inet_dist_use_interface {127,0,0,1}",
        }

    def _write_configuration(self, home: Path) -> None:
        limits = ["loopback_users = none", "disk_free_limit.absolute = 50MB", "log.console = true"]
        lines = [f"listeners.tcp.1 = {LOOPBACK}:{self.port}", *limits]
        (home / "rabbitmq.conf").write_text("\n".join(lines) + "\n")
        (home / "enabled_plugins").write_text("[].\n")
        user, password, vhost = (
            _erlang_binary(self.settings[f"RABBITMQ_{name}"]) for name in ("USER", "PASSWORD", "VHOST")
        )
        account = f"{{default_user, {user}}}, {{default_pass, {password}}}, {{default_vhost, {vhost}}}"
        advanced = home / "advanced.config"
        advanced.touch(mode=0o600)
        advanced.write_text(f"[{{rabbit, [{account}]}}].\n")


def _erlang_binary(text: str) -> str:
    """A text of any characters as an Erlang term."""
    return f"<<{','.join(str(byte) for byte in text.encode())}>>"
