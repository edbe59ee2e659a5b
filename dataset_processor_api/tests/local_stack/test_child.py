import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from local_stack.child import Child, Program
from local_stack.processes import ProcessIdentity
from local_stack.waiting import wait_until

FORKING = "import os, time; os.fork(); print('up', flush=True); time.sleep(300)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {FORKING}"


@pytest.fixture
def child(tmp_path: Path) -> Child:
    return Child(tmp_path / "pids" / "sleeper.pid", tmp_path / "logs" / "sleeper.log")


def spawn(child: Child, code: str, *, die_with_parent: bool = True) -> set[ProcessIdentity]:
    """Start it and wait until both of its processes run."""
    program = Program([sys.executable, "-c", code], dict(os.environ), Path.cwd())
    child.spawn(program, die_with_parent=die_with_parent)
    assert wait_until(lambda: child.log_file.read_text().count("up") == 2, 10)
    identity = child.identity()
    assert identity is not None
    family = identity.family()
    assert len(family) == 2
    return family


def alive(family: set[ProcessIdentity]) -> bool:
    return any(identity.is_alive() for identity in family)


def test_the_pid_file_names_the_process_and_its_birth(child: Child) -> None:
    spawn(child, FORKING)
    pid, start_tick = child.pid_file.read_text().split()
    assert start_tick == Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    child.kill()


def test_stopping_ends_the_children_too(child: Child) -> None:
    family = spawn(child, FORKING)
    child.stop(signal.SIGTERM, 5)
    assert not alive(family)
    assert not child.pid_file.exists()
    child.stop(signal.SIGTERM, 5)


def test_what_does_not_heed_the_signal_is_killed_at_the_deadline(child: Child) -> None:
    family = spawn(child, STUBBORN)
    child.stop(signal.SIGTERM, 0.2)
    assert not alive(family)


def test_children_of_a_killed_process_are_found(child: Child) -> None:
    family = spawn(child, FORKING)
    leader = child.identity()
    assert leader is not None
    leader.signal(signal.SIGKILL)
    assert wait_until(lambda: child.identity() is None, 5)
    assert child.exit_description() == "was ended by SIGKILL"
    assert alive(family)
    child.kill()
    assert not alive(family)


def test_a_frozen_process_can_be_stopped(child: Child) -> None:
    family = spawn(child, FORKING)
    child.signal_family(signal.SIGSTOP)
    child.stop(signal.SIGTERM, 5)
    assert not alive(family)


def test_another_process_with_the_same_pid_is_left_alone(child: Child) -> None:
    with subprocess.Popen(["/bin/sleep", "300"], start_new_session=True) as bystander:
        child.pid_file.parent.mkdir()
        ProcessIdentity(bystander.pid, 1).write(child.pid_file)
        assert child.identity() is None
        child.kill()
        assert bystander.poll() is None
        bystander.kill()


def test_a_group_without_the_mark_is_left_alone(child: Child) -> None:
    with subprocess.Popen(
        ["/bin/sh", "-c", "sleep 300 >/dev/null & echo $!"], stdout=subprocess.PIPE, start_new_session=True
    ) as leader:
        leader.wait()
        assert leader.stdout is not None
        orphan = ProcessIdentity.of(int(leader.stdout.readline()))
    assert orphan is not None
    child.pid_file.parent.mkdir()
    ProcessIdentity(leader.pid, 1).write(child.pid_file)
    child.kill()
    assert orphan.is_alive()
    orphan.signal(signal.SIGKILL)


def test_a_zombie_is_dead() -> None:
    with subprocess.Popen(["/bin/true"]) as process:
        identity = ProcessIdentity.of(process.pid)
        assert identity is not None
        assert wait_until(lambda: not identity.is_alive(), 5)


@pytest.mark.parametrize("text", ["", "12", "12 x", "1 2 3"])
def test_a_broken_pid_file_names_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.pid").write_text(text)
    assert ProcessIdentity.read(tmp_path / "broken.pid") is None


def test_children_die_with_a_killed_parent(child: Child, tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from local_stack.child import Child, Program\n"
        "from local_stack.waiting import wait_until\n"
        f"child = Child(Path({str(child.pid_file)!r}), Path({str(child.log_file)!r}))\n"
        "child.spawn(Program(['sleep', '300'], dict(os.environ), Path.cwd()), die_with_parent=True)\n"
        "name = Path(f'/proc/{child.identity().pid}/comm')\n"
        "assert wait_until(lambda: name.read_text() == 'sleep\\n', 10)\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603 - our own code
    identity = ProcessIdentity.read(child.pid_file)
    assert identity is not None
    assert wait_until(lambda: not identity.is_alive(), 5)
