from pathlib import Path

import pytest

from local_stack import node
from local_stack.node import Node, find_node


def fake_node(folder: Path, version: str) -> None:
    for name, text in (("node", f"echo {version}"), ("npm", "exit 0")):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o755)


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch) -> Node:
    wheel = Node(Path("/wheel/bin/node"), ("/wheel/bin/node", "/wheel/npm-cli.js"))
    monkeypatch.setattr(node, "_install_wheel", lambda: wheel)
    return wheel


@pytest.mark.parametrize("version", ["v20.19.0", "v22.13.0", "v24.0.0", "v26.1.0"])
def test_the_machines_own_is_taken_where_it_is_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wheel: Node, version: str
) -> None:
    fake_node(tmp_path, version)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = find_node()
    assert found != wheel
    assert found == Node(tmp_path / "node", (str(tmp_path / "npm"),))
    assert found.environment()["PATH"].split(":")[0] == str(tmp_path)


@pytest.mark.parametrize("version", ["v18.20.4", "v20.18.9", "v21.7.3", "v22.12.0", "v23.11.0", "nonsense"])
def test_one_that_is_too_old_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wheel: Node, version: str
) -> None:
    fake_node(tmp_path, version)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_node() == wheel


def test_without_any_the_wheel_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wheel: Node) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_node() == wheel
