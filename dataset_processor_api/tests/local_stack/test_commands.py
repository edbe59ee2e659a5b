import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

from local_stack.processes import ProcessIdentity
from local_stack.waiting import wait_until

Command = Callable[..., "subprocess.CompletedProcess[str]"]
PARTS = "postgres,s3"


def identity(file: Path) -> ProcessIdentity:
    found = ProcessIdentity.read(file)
    assert found is not None, f"{file} is missing"
    return found


def is_replaced(file: Path, former: ProcessIdentity) -> bool:
    """Whether another process has the place; between the two the file is missing."""
    found = ProcessIdentity.read(file)
    return found is not None and found != former and found.is_alive()


def test_start_status_and_stop(local_stack: Command, folder: Path) -> None:
    started = local_stack("start", PARTS, S3_SECRET_KEY="it's $HOME")
    assert started.returncode == 0, started.stderr

    script = f'. "{folder}/stack.env"; printf "%s|%s" "$S3_SECRET_KEY" "$POSTGRES_PORT"'
    shell = subprocess.run(["/bin/sh", "-c", script], check=True, capture_output=True, text=True)  # noqa: S603 - ours
    secret, port = shell.stdout.split("|")
    assert secret == "it's $HOME"
    assert f"port {port}" in started.stdout

    status = local_stack("status")
    assert "postgres    ready" in status.stdout
    assert "rabbitmq    stopped on purpose" in status.stdout
    assert status.returncode == 1

    pids = [identity(folder / "pids" / f"{name}.pid") for name in PARTS.split(",")]
    again = local_stack("start", PARTS)
    assert again.returncode == 0
    assert f"postgres was already running (pid {pids[0].pid})" in again.stdout
    assert [identity(folder / "pids" / f"{name}.pid") for name in PARTS.split(",")] == pids

    pids.append(identity(folder / "supervisor.pid"))
    assert local_stack("stop").returncode == 0
    assert not any(pid.is_alive() for pid in pids)
    assert not (folder / "stack.env").exists()
    assert not list((folder / "pids").iterdir())


def test_stop_when_nothing_runs_is_fine(local_stack: Command) -> None:
    stopped = local_stack("stop")
    assert stopped.returncode == 0
    assert "nothing was running" in stopped.stdout
    assert local_stack("status").returncode == 1


def test_a_part_that_dies_comes_back_and_one_that_is_stopped_stays_down(local_stack: Command, folder: Path) -> None:
    assert local_stack("start", PARTS).returncode == 0
    s3 = folder / "pids" / "s3.pid"
    before = identity(s3)
    before.signal(signal.SIGKILL)
    assert wait_until(lambda: is_replaced(s3, before), 15)
    log = (folder / "logs" / "supervisor.log").read_text()
    assert "s3 was ended by SIGKILL; starting it again in 5 s" in log

    second = identity(s3)
    second.signal(signal.SIGKILL)
    assert local_stack("start", PARTS).returncode == 0  # at once, without waiting for the supervisor's delay
    assert identity(s3).is_alive()

    assert local_stack("stop", "s3").returncode == 0
    postgres = identity(folder / "pids" / "postgres.pid")
    postgres.signal(signal.SIGKILL)
    assert wait_until(lambda: is_replaced(folder / "pids" / "postgres.pid", postgres), 15)
    assert not s3.exists()  # though the supervisor has looked around since
    assert local_stack("start", "s3").returncode == 0
    assert identity(s3).is_alive()


def test_a_taken_port_is_an_error_before_anything_starts(local_stack: Command, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        started = local_stack("start", PARTS, S3_PORT=str(port))
    assert started.returncode == 1
    assert f"port {port} is taken by another program; choose another one with S3_PORT=" in started.stderr
    assert not (folder / "pids").exists()
    assert not (folder / "supervisor.pid").exists()


def test_a_running_stack_refuses_another_port(local_stack: Command) -> None:
    assert local_stack("start", "s3").returncode == 0
    refused = local_stack("start", "s3", S3_PORT="19999")
    assert refused.returncode == 1
    assert "S3_PORT" in refused.stderr


def test_a_killed_supervisor_is_replaced_and_its_survivors_are_stopped(local_stack: Command, folder: Path) -> None:
    assert local_stack("start", PARTS).returncode == 0
    survivor = identity(folder / "pids" / "postgres.pid")
    identity(folder / "supervisor.pid").signal(signal.SIGKILL)
    assert survivor.is_alive()
    again = local_stack("start", PARTS)
    assert again.returncode == 0, again.stderr
    assert "left over from a supervisor that was killed" in again.stdout
    assert not survivor.is_alive()

    survivor = identity(folder / "pids" / "postgres.pid")
    identity(folder / "supervisor.pid").signal(signal.SIGKILL)
    assert local_stack("stop").returncode == 0
    assert not survivor.is_alive()


def test_a_failing_start_shows_why_and_stops_the_rest(local_stack: Command, folder: Path) -> None:
    assert local_stack("start", PARTS).returncode == 0
    assert local_stack("stop").returncode == 0
    failed = local_stack("start", PARTS, POSTGRES_PASSWORD="another one")
    assert failed.returncode == 1
    assert "its data was made with others" in failed.stderr
    assert not list((folder / "pids").iterdir())
    assert not (folder / "stack.env").exists()


def test_an_unknown_part_is_named(local_stack: Command) -> None:
    refused = local_stack("start", "postgers")
    assert refused.returncode == 1
    assert "no such part: postgers" in refused.stderr


def test_reset_empties_the_folder(local_stack: Command, folder: Path) -> None:
    assert local_stack("start", "postgres").returncode == 0
    place = folder / "postgres.place"
    outside = Path(place.read_text().strip()) if place.exists() else folder
    assert local_stack("reset").returncode == 0
    assert not folder.exists()
    assert not outside.exists()
