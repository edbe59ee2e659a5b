"""The real Postgres, RabbitMQ and S3 that tests run against, chosen by TEST_SERVICES=native|containers|external."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self

import pytest
from sqlalchemy.exc import OperationalError
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from dataset_processor.core.settings import Settings
from dataset_processor.db.session import sync_engine
from dataset_processor.outbox.publisher import BrokerUnavailable, check_broker
from dataset_processor.storage.minio_store import API_TIMEOUTS, MinioStore
from dataset_processor.storage.store import StorageError
from local_stack.configuration import default_settings
from local_stack.ports import LOOPBACK, pick_free
from local_stack.stack import Stack
from local_stack.waiting import wait_until

DATABASE = "dataset_test"
COMPOSE_FILE = Path(__file__).parents[2] / "docker-compose.yml"


def _image_in_compose(name: str) -> str:
    found = re.search(rf"\b{re.escape(name)}:[\w.-]+", COMPOSE_FILE.read_text())
    assert found is not None, name
    return found[0]


CONTAINER_IMAGES = {
    "postgres": _image_in_compose("postgres"),
    "rabbitmq": _image_in_compose("rabbitmq"),
    "s3": _image_in_compose("quay.io/minio/minio"),
}


class Backends(Protocol):
    """Names are `postgres`, `rabbitmq` and `s3`."""

    @property
    def environment(self) -> dict[str, str]:
        """The settings by which the product finds them."""
        ...

    def stop(self, name: str) -> None:
        """Takes one away; connections are refused."""
        ...

    def start(self, name: str) -> object:
        """Brings it back with its data, on its port, ready. Idempotent."""
        ...

    def suspend(self, name: str) -> None:
        """Freezes it: connections stay open and nobody answers."""
        ...

    def resume(self, name: str) -> None:
        """Undoes `suspend`."""
        ...


class ExternalBackends:
    """What the environment names. Nothing can be stopped there, and the database must be a test one."""

    environment: ClassVar[dict[str, str]] = {}

    def stop(self, name: str) -> None:
        pytest.skip(f"{name} is not ours to stop (TEST_SERVICES=external)")

    start = suspend = resume = stop


class ContainerBackends:
    """One container each, on a fixed port of loopback, so that it comes back where it was."""

    def __init__(self) -> None:
        defaults = default_settings()
        self._ports = {name: pick_free() for name in CONTAINER_IMAGES}
        self._containers = {
            "postgres": _container("postgres", 5432, self._ports)
            .with_env("POSTGRES_USER", defaults["POSTGRES_USER"])
            .with_env("POSTGRES_PASSWORD", defaults["POSTGRES_PASSWORD"])
            .with_env("POSTGRES_DB", DATABASE),
            "rabbitmq": _container("rabbitmq", 5672, self._ports)
            .with_kwargs(hostname="rabbitmq")
            .with_env("RABBITMQ_DEFAULT_USER", defaults["RABBITMQ_USER"])
            .with_env("RABBITMQ_DEFAULT_PASS", defaults["RABBITMQ_PASSWORD"]),
            "s3": _container("s3", 9000, self._ports)
            .with_env("MINIO_ROOT_USER", defaults["S3_ACCESS_KEY"])
            .with_env("MINIO_ROOT_PASSWORD", defaults["S3_SECRET_KEY"])
            .with_command("server /data"),
        }

    @property
    def environment(self) -> dict[str, str]:
        """Where the containers' ports are published."""
        prefixes = {"postgres": "POSTGRES", "rabbitmq": "RABBITMQ", "s3": "S3"}
        places = {f"{prefix}_HOST": LOOPBACK for prefix in prefixes.values()}
        places |= {f"{prefixes[name]}_PORT": str(port) for name, port in self._ports.items()}
        return {**default_settings(), **places, "POSTGRES_DB": DATABASE}

    def stop(self, name: str) -> None:
        self._wrapped(name).stop()

    def start(self, name: str) -> None:
        self._wrapped(name).start()
        self._await(name)

    def suspend(self, name: str) -> None:
        self._wrapped(name).pause()

    def resume(self, name: str) -> None:
        self._wrapped(name).unpause()

    def __enter__(self) -> Self:
        for name, container in self._containers.items():
            container.start()
            self._await(name)
        return self

    def __exit__(self, *_: object) -> None:
        for container in self._containers.values():
            container.stop()

    def _wrapped(self, name: str) -> Any:
        return self._containers[name].get_wrapped_container()

    def _await(self, name: str) -> None:
        """Ready means that the product's own check says so."""
        settings = settings_from(self.environment)
        checks: dict[str, Callable[[], object]] = {
            "postgres": lambda: _check_database(settings),
            "rabbitmq": lambda: check_broker(settings, 2),
            "s3": lambda: MinioStore(settings, API_TIMEOUTS).ensure_buckets(),
        }

        def answers() -> bool:
            try:
                checks[name]()
            except (OperationalError, BrokerUnavailable, StorageError):
                return False
            return True

        if not wait_until(answers, 90, poll_seconds=0.5):
            raise TimeoutError(f"the {name} container does not get ready")


def _container(name: str, port: int, ports: dict[str, int]) -> DockerContainer:
    return DockerContainer(CONTAINER_IMAGES[name]).with_bind_ports(port, ports[name])


def _check_database(settings: Settings) -> None:
    engine = sync_engine(settings, "tests")
    try:
        engine.connect().close()
    finally:
        engine.dispose()


def settings_from(environment: dict[str, str]) -> Settings:
    """Settings as a process with this environment reads them."""
    known = {name.lower(): value for name, value in environment.items() if name.lower() in Settings.model_fields}
    return Settings.model_validate({**Settings().model_dump(), **known})


@contextmanager
def open_backends(folder: Path) -> Iterator[Backends]:
    """Backends for the time of a test session."""
    kind = os.environ.get("TEST_SERVICES") or ("containers" if containers_can_be_had() else "native")
    if kind == "native":
        with Stack(folder, environment={"POSTGRES_DB": DATABASE}, only=CONTAINER_IMAGES) as stack:
            yield stack
    elif kind == "containers":
        with ContainerBackends() as containers:
            yield containers
    elif kind == "external":
        yield ExternalBackends()
    else:
        raise ValueError(f"TEST_SERVICES={kind}: it is native, containers or external")


def containers_can_be_had() -> bool:
    """Whether a Docker engine answers and has all images, or can pull them."""
    if shutil.which("docker") is None or not _docker("info", seconds=5):
        return False
    images = [*CONTAINER_IMAGES.values()]
    if not testcontainers_config.ryuk_disabled:
        images.append(testcontainers_config.ryuk_image)
    return all(_docker("image", "inspect", i, seconds=5) or _docker("pull", "-q", i, seconds=120) for i in images)


def _docker(*arguments: str, seconds: float) -> bool:
    try:
        done = subprocess.run(["docker", *arguments], check=False, capture_output=True, timeout=seconds)  # noqa: S603, S607
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
