import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from dataset_processor.core.settings import Settings
from dataset_processor.storage.minio_store import WORKER_TIMEOUTS

PROJECT = Path(__file__).parents[2]
REPOSITORY = PROJECT.parent
COMPOSE_FILE = (REPOSITORY / "docker-compose.yml").read_text()
DOCKERFILES = sorted((PROJECT / "docker").glob("*.Dockerfile"))
WEB_DOCKERFILE = REPOSITORY / "dataset_processor_web" / "docker" / "web.Dockerfile"

PROCESSES = {"api", "worker", "dispatcher", "migrate"}
ONE_SHOTS = {"migrate", "minio-mc"}
# The image decides where the API listens, and health is not asked of a file.
NOT_PASSED = {"API_HOST", "READY_FILE", "SPILL_DIRECTORY"}  # paths and addresses of a container are its own
PINNED = re.compile(r":\S*\d+[.-]\d+[.-]\d+|^postgres:\d+\.\d+")  # Postgres has two numbers since 10

Services = dict[str, dict[str, Any]]


def example_values(*, commented: bool = False) -> dict[str, str]:
    """What .env.example sets; with `commented`, also what it only names."""
    lines = (REPOSITORY / ".env.example").read_text().splitlines()
    pattern = re.compile(r"(?:# )?([A-Z][A-Z0-9_]+)=(.*)" if commented else r"([A-Z][A-Z0-9_]+)=(.*)")
    found = [match.groups() for line in lines if (match := pattern.fullmatch(line))]
    names = [name for name, _ in found]
    assert len(names) == len(set(names)), "a name stands twice in .env.example"
    return {name: value for name, value in found if name and value is not None}


def setting_names() -> set[str]:
    return {name.upper() for name in Settings.model_fields}


def compose_defaults() -> dict[str, set[str]]:
    """Each `${VARIABLE:-default}` of the compose file, with the defaults it has there."""
    defaults: dict[str, set[str]] = {}
    for name, default in re.findall(r"(?<!\$)\$\{(\w+):-([^}]*)\}", COMPOSE_FILE):
        defaults.setdefault(name, set()).add(default)
    return defaults


def resolved(*files: str, **environment: str) -> Services:
    """The services as docker compose understands them, with nothing but `environment` set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_CONFIG") if name in os.environ}
    chosen = [word for file in files or ("docker-compose.yml",) for word in ("--file", str(REPOSITORY / file))]
    arguments = (*chosen, "--env-file", os.devnull, "config", "--format", "json")
    found = _compose(*arguments, environment={**kept, **environment})
    assert found.returncode == 0, found.stderr
    services: Services = json.loads(found.stdout)["services"]
    return services


def _compose(*arguments: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("docker compose is not installed")
    command = [docker, "compose", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)  # noqa: S603


@pytest.fixture(scope="module")
def services() -> Services:
    return resolved()


def test_the_example_environment_names_every_setting_and_nothing_unknown() -> None:
    named = set(example_values(commented=True))

    assert setting_names() - named == set()
    assert named - setting_names() == set(compose_defaults()) - setting_names()


def test_the_example_environment_holds_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    defaults = Settings()
    for name, value in example_values().items():
        monkeypatch.setenv(name, value)

    assert Settings().model_dump() == defaults.model_dump()


def test_the_compose_files_defaults_are_those_of_the_example_environment() -> None:
    example = example_values()

    assert compose_defaults() == {name: {example[name]} for name in compose_defaults()}


def test_every_published_port_is_bound_to_loopback_unless_a_variable_says_otherwise() -> None:
    published = re.findall(r"\$\{\w+_PUBLISHED_PORT:-\d+\}", COMPOSE_FILE)
    bound = re.findall(
        r'"\$\{BIND_ADDRESS:-127\.0\.0\.1\}:\$\{\w+_PUBLISHED_PORT:-\d+\}:(?:\d+|\$\{\w+_PORT:-\d+\})"', COMPOSE_FILE
    )

    assert len(bound) == len(published) == 7


def test_every_image_is_pinned_to_a_release() -> None:
    images = re.findall(r"^ +image: (?:&\S+ )?([^*\s]+)", COMPOSE_FILE, re.MULTILINE)
    images += [
        base
        for dockerfile in (*DOCKERFILES, WEB_DOCKERFILE)
        for base in re.findall(r"^ARG \w+_IMAGE=(\S+)", dockerfile.read_text(), re.MULTILINE)
    ]
    images = [re.sub(r"^\$\{\w+:-(.*)\}$", r"\1", image) for image in images]

    assert len(images) == 7
    assert [image for image in images if not PINNED.search(image)] == []


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.name)
def test_an_image_installs_hashed_pins_and_runs_as_nobody_special(dockerfile: Path) -> None:
    build, final = re.split(r"^FROM ", dockerfile.read_text(), flags=re.MULTILINE)[1:]

    assert "--require-hashes --no-deps --only-binary :all: --requirement requirements/base.txt" in build
    assert re.findall(r"^USER (.*)$", final, re.MULTILINE) == ["10001:10001"]
    assert "pip" not in final


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.name)
def test_an_images_command_is_the_process_itself(dockerfile: Path) -> None:
    instructions = re.findall(r"^(?:ENTRYPOINT|CMD) (.*)$", dockerfile.read_text(), re.MULTILINE)

    entry, command = (json.loads(instruction) for instruction in instructions)
    assert [*entry, *command][:3] == ["python", "-m", "dataset_processor"]


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.name)
def test_what_an_image_copies_exists_and_is_let_into_the_build(dockerfile: Path) -> None:
    allowed = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    sources = set(re.findall(r"^COPY (?!--)(\S+)", dockerfile.read_text(), re.MULTILINE))

    assert sources <= allowed
    assert [source for source in sources if not (PROJECT / source).exists()] == []


def test_api_and_worker_are_built_from_the_same_pins_in_the_same_way() -> None:
    stages = {
        re.split(r"^COPY src", dockerfile.read_text().split("ARG ", 1)[1], flags=re.MULTILINE)[0]
        for dockerfile in DOCKERFILES
    }

    assert len(stages) == 1


def test_every_process_is_told_the_defaults(services: Services) -> None:
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    plain = {name: v.get_secret_value() if isinstance(v, SecretStr) else str(v) for name, v in defaults.items()}
    for name in PROCESSES:
        told = {key: value for key, value in services[name]["environment"].items() if value is not None}

        assert {key: plain[key] for key in told} == told
        assert told["POSTGRES_HOST"] == "postgres"


def test_every_setting_reaches_every_process_that_reads_it() -> None:
    changed = {name.upper(): _another(field.default) for name, field in Settings.model_fields.items()}

    services = resolved(**changed)

    expected = {name: value for name, value in changed.items() if name not in NOT_PASSED}
    for name in PROCESSES:
        told = services[name]["environment"]
        wanted = expected if name == "api" else {k: v for k, v in expected.items() if k != "API_PORT"}
        assert told == wanted


def _another(default: object) -> str:
    return str(int(default) + 1) if isinstance(default, int | float) else "another"


def test_servers_listen_where_the_settings_say() -> None:
    services = resolved(POSTGRES_PORT="1001", RABBITMQ_PORT="1002", S3_PORT="1003", API_PORT="1004")

    targets = {name: service["ports"][0]["target"] for name, service in services.items() if "ports" in service}
    assert targets == {"postgres": 1001, "rabbitmq": 1002, "minio": 1003, "api": 1004, "web": 5173}
    assert services["postgres"]["environment"]["PGPORT"] == "1001"
    assert services["rabbitmq"]["environment"]["RABBITMQ_NODE_PORT"] == "1002"
    assert ":1003" in services["minio"]["command"]
    assert services["api"]["environment"]["API_PORT"] == "1004"
    assert services["web"]["environment"] == {"API_URL": "http://api:1004", "WEB_API": "api:1004"}


def test_ports_are_the_contracts_and_follow_their_variables(services: Services) -> None:
    assert _published(services) == {
        "api": [("127.0.0.1", "8000", 8000)],
        "web": [("127.0.0.1", "5173", 5173)],
        "postgres": [("127.0.0.1", "5432", 5432)],
        "rabbitmq": [("127.0.0.1", "5673", 5673), ("127.0.0.1", "15672", 15672)],
        "minio": [("127.0.0.1", "9000", 9000), ("127.0.0.1", "9001", 9001)],
    }

    moved = _published(resolved(BIND_ADDRESS="0.0.0.0", API_PUBLISHED_PORT="8080"))  # noqa: S104 - what is tested
    assert moved["api"] == [("0.0.0.0", "8080", 8000)]  # noqa: S104 - what is tested
    assert {address for ports in moved.values() for address, _, _ in ports} == {"0.0.0.0"}  # noqa: S104


def _published(services: Services) -> dict[str, list[tuple[str, str, int]]]:
    return {
        name: [(port["host_ip"], port["published"], port["target"]) for port in service["ports"]]
        for name, service in services.items()
        if "ports" in service
    }


def test_what_runs_for_ever_has_a_health_check_and_is_restarted(services: Services) -> None:
    for name, service in services.items():
        if name in ONE_SHOTS:
            assert service["restart"] == "no"
            assert "healthcheck" not in service
        else:
            assert service["restart"] == "unless-stopped"
            assert service["healthcheck"]["test"]


def test_nothing_waits_for_what_has_merely_started(services: Services) -> None:
    conditions = {
        (name, needed): dependency["condition"]
        for name, service in services.items()
        for needed, dependency in service.get("depends_on", {}).items()
    }

    assert conditions == {
        (name, needed): "service_completed_successfully" if needed in ONE_SHOTS else "service_healthy"
        for name, needed in conditions
    }
    assert {needed for name, needed in conditions if name in PROCESSES} >= ONE_SHOTS | {"postgres", "rabbitmq"}


def test_no_container_gains_privileges_or_fills_the_disk_with_logs(services: Services) -> None:
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}, name
        assert not service.get("privileged"), name


def test_the_products_containers_can_write_to_tmp_alone(services: Services) -> None:
    for name in PROCESSES:
        service = services[name]
        mounted = [*service.get("tmpfs", []), *(volume["target"] for volume in service.get("volumes", []))]

        assert service["read_only"]
        assert mounted == ["/tmp"]  # noqa: S108 - the place itself
        assert service["init"]


def test_the_page_can_write_to_tmp_and_its_packages_alone(services: Services) -> None:
    page = services["web"]
    writable = {volume["target"] for volume in page["volumes"] if not volume.get("read_only")}

    assert page["read_only"]
    assert page["tmpfs"] == ["/tmp"]  # noqa: S108 - the place itself
    assert writable == {"/app/node_modules"}
    assert all(Path(volume["source"]).exists() for volume in page["volumes"] if volume["type"] == "bind")


def test_in_production_the_page_is_the_built_one_and_writes_to_tmp_alone() -> None:
    page = resolved("docker-compose.yml", "docker-compose.production.yml")["web"]

    assert page["build"]["target"] == "production"
    assert "volumes" not in page
    assert page["tmpfs"] == ["/tmp"]  # noqa: S108 - the place itself
    assert page["ports"] == resolved()["web"]["ports"]


def test_a_worker_has_time_to_drain_before_it_is_killed(services: Services) -> None:
    assert services["worker"]["stop_grace_period"] == "45s"
    assert WORKER_TIMEOUTS.connect + WORKER_TIMEOUTS.read < 45
