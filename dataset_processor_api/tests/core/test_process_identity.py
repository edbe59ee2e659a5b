import os
import subprocess
import sys
from dataclasses import replace

import pytest

from dataset_processor.core.process_identity import ProcessIdentity, is_proven_dead

PRINT_IDENTITY = "from dataset_processor.core.process_identity import ProcessIdentity; print(ProcessIdentity.current())"


def identity_of_an_ended_process() -> str:
    done = subprocess.run([sys.executable, "-c", PRINT_IDENTITY], check=True, capture_output=True, text=True)  # noqa: S603  # our own interpreter
    return done.stdout.strip()


def test_an_identity_is_read_back_from_its_text() -> None:
    here = ProcessIdentity.current()
    assert ProcessIdentity.parse(str(here)) == here
    assert here.pid == os.getpid()


def test_a_living_process_is_not_dead() -> None:
    assert not is_proven_dead(str(ProcessIdentity.current()))


def test_a_process_of_another_machine_with_the_same_name_is_not_proven_dead() -> None:
    ended = ProcessIdentity.parse(identity_of_an_ended_process())
    assert ended is not None
    name = ended.host.split(":")[0]
    assert not is_proven_dead(str(replace(ended, host=f"{name}:another boot")))


def test_an_ended_process_is_dead() -> None:
    assert is_proven_dead(identity_of_an_ended_process())


def test_a_process_that_ended_and_was_not_waited_for_is_dead() -> None:
    with subprocess.Popen([sys.executable, "-c", PRINT_IDENTITY], stdout=subprocess.PIPE, text=True) as child:  # noqa: S603  # our own interpreter
        assert child.stdout is not None
        identity = child.stdout.readline().strip()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert is_proven_dead(identity)


def test_a_pid_that_another_process_has_now_is_dead() -> None:
    assert replace(ProcessIdentity.current(), start_tick="1").is_proven_dead()


@pytest.mark.parametrize("change", [{"host": "elsewhere"}, {"pid_namespace": "1"}, {"pid_namespace": ""}])
def test_of_other_hosts_and_namespaces_nothing_is_known(change: dict[str, str]) -> None:
    ended = ProcessIdentity.parse(identity_of_an_ended_process())
    assert ended is not None
    assert not replace(ended, **change).is_proven_dead()  # type: ignore[arg-type]  # mypy does not look into the dict


@pytest.mark.parametrize("text", [None, "", "worker-1", "a/b/c", "a/b/c/d", "a/b/1/2/3", "host/ns/-1/5"])
def test_what_is_no_identity_proves_nothing(text: str | None) -> None:
    assert not is_proven_dead(text)
