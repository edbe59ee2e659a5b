from pathlib import Path

import pytest

from local_stack.errors import LocalStackError
from local_stack.services import application
from local_stack.stack import NAMES, Stack, as_shell


def test_several_stacks_run_side_by_side(tmp_path: Path) -> None:
    only = {"postgres", "s3"}
    with Stack(tmp_path / "one", only=only) as one, Stack(tmp_path / "two", only=only) as two:
        assert one.environment["POSTGRES_PORT"] != two.environment["POSTGRES_PORT"]
        one.kill("s3")
        assert one.pid("s3") is None
        assert two.pid("s3") is not None
        port = one.environment["S3_PORT"]
        one.start("s3")
        assert one.environment["S3_PORT"] == port
        before = one.pid("postgres")
        one.restart("postgres")
        assert one.pid("postgres") not in (None, before)
    assert one.pid("postgres") is None
    assert not list(tmp_path.glob("*/*.place"))


def test_settings_of_the_machine_do_not_leak_into_a_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_ROWS", "7")
    monkeypatch.setenv("API_PORT", "8000")
    stack = Stack(tmp_path, environment={"MAX_FIELDS": "5"})
    assert stack.environment["MAX_ROWS"] == "1000000000"
    assert stack.environment["MAX_FIELDS"] == "5"
    assert stack.environment["API_PORT"] != "8000"
    assert stack.environment["API_URL"] == f"http://127.0.0.1:{stack.environment['API_PORT']}"


def test_an_unknown_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LocalStackError, match=f"there are {', '.join(NAMES)}"):
        Stack(tmp_path, only={"redis"})
    with pytest.raises(LocalStackError, match="no such part here: api"):
        Stack(tmp_path, only={"s3"}).start("api")


def test_a_failing_migration_stops_what_was_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "COMMAND", ("sh", "-c", "echo the schema is odd; exit 3"))
    stack = Stack(tmp_path, only={"s3", "api"})
    with pytest.raises(LocalStackError, match="the schema is odd"):
        stack.start()
    assert stack.pid("s3") is None
    stack.remove_data_elsewhere()


def test_an_application_that_ends_at_once_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "COMMAND", ("sh", "-c", '[ "$0" = migrate ] || { echo no luck; exit 3; }'))
    with pytest.raises(LocalStackError, match=r"worker ended with exit code 3(.|\n)*no luck"):
        Stack(tmp_path, only={"worker"}).start()


def test_values_survive_a_shell() -> None:
    assert "A='it'\"'\"'s $HOME'\n" in as_shell({"A": "it's $HOME", "B": "1"})
