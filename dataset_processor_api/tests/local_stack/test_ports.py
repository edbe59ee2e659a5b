import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_stack.configuration import port_in
from local_stack.errors import LocalStackError
from local_stack.ports import PortBook, check_free, is_answering, is_free, pick_free


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_picked_port_is_kept_for_as_long_as_the_folder_lives(tmp_path: Path) -> None:
    port = PortBook(tmp_path).settle("S3_PORT", 0)
    assert PortBook(tmp_path).settle("S3_PORT", 0) == port


def test_a_wanted_port_replaces_a_picked_one(tmp_path: Path) -> None:
    book = PortBook(tmp_path)
    book.settle("S3_PORT", 0)
    assert book.settle("S3_PORT", 19_000) == 19_000
    assert book.read() == {"S3_PORT": 19_000}


def test_ports_picked_for_one_stack_differ(tmp_path: Path) -> None:
    book = PortBook(tmp_path)
    assert len({book.settle(f"PORT_{number}", 0) for number in range(50)}) == 50


def test_a_forgotten_port_is_picked_anew(tmp_path: Path) -> None:
    book = PortBook(tmp_path)
    book.settle("S3_PORT", 19_000)
    book.forget("S3_PORT")
    assert book.read() == {}


def test_a_taken_port_is_named_with_its_variable(taken_port: int) -> None:
    assert not is_free(taken_port)
    assert is_answering(taken_port)
    with pytest.raises(LocalStackError, match=rf"port {taken_port} is taken.*POSTGRES_PORT="):
        check_free({"S3_PORT": pick_free(), "POSTGRES_PORT": taken_port})


def test_two_parts_cannot_have_the_same_port() -> None:
    port = pick_free()
    with pytest.raises(LocalStackError, match="API_PORT and S3_PORT both say"):
        check_free({"S3_PORT": port, "API_PORT": port})


@pytest.mark.parametrize("text", ["http", "-1", "65536", "1.5"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(LocalStackError, match="API_PORT"):
        port_in({"API_PORT": text}, "API_PORT")


@pytest.mark.parametrize(("text", "port"), [("", 0), ("0", 0), (" 8000 ", 8000), ("65535", 65535)])
def test_a_port_is_a_number_and_nothing_means_any(text: str, port: int) -> None:
    assert port_in({"API_PORT": text}, "API_PORT") == port
