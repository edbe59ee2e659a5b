"""`dataset-processor upload` against the running product."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.e2e.caller import Caller
from tests.factories import unique_csv

from dataset_processor.__main__ import main
from local_stack.ports import pick_free


def run(caller_or_url: Caller | str, *arguments: str) -> Result:
    url = caller_or_url if isinstance(caller_or_url, str) else str(caller_or_url.http.base_url)
    return CliRunner().invoke(main, ["upload", "--api-url", url, *arguments])


def file(folder: Path, body: bytes, name: str = "orders.csv") -> str:
    path = folder / name
    path.write_bytes(body)
    return str(path)


def test_it_uploads_follows_the_job_and_prints_the_summary(caller: Caller, tmp_path: Path) -> None:
    result = run(caller, "--watch", file(tmp_path, unique_csv(7)))

    assert result.exit_code == 0, result.output
    assert "7 rows, 3 columns" in result.stdout


def test_the_same_bytes_again_are_known(caller: Caller, tmp_path: Path) -> None:
    path = file(tmp_path, unique_csv())
    assert "were there already" not in run(caller, path).stdout

    assert "were there already" in run(caller, path).stdout


def test_a_failed_job_exits_with_1_and_its_reason(caller: Caller, tmp_path: Path) -> None:
    result = run(caller, "--watch", file(tmp_path, b'{"not": "a list"}', "orders.json"))

    assert result.exit_code == 1
    assert "failed:" in result.stderr


def test_without_watch_it_returns_once_the_job_is_queued(caller: Caller, tmp_path: Path) -> None:
    result = run(caller, "--name", "by name", file(tmp_path, unique_csv()))

    assert result.exit_code == 0
    assert caller.http.get("/datasets").json()["datasets"][0]["name"] == "by name"


@pytest.mark.parametrize("name", ["orders.txt", "orders"])
def test_another_kind_of_file_is_not_sent(caller: Caller, tmp_path: Path, name: str) -> None:
    result = run(caller, file(tmp_path, unique_csv(), name))

    assert result.exit_code == 2
    assert caller.http.get("/datasets").json()["datasets"] == []


def test_a_refusal_is_shown_in_the_services_words(caller: Caller, tmp_path: Path) -> None:
    result = run(caller, "--name", " ", file(tmp_path, unique_csv()))

    assert result.exit_code == 2
    assert "422" in result.stderr


def test_a_service_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    result = run(f"http://127.0.0.1:{pick_free()}", file(tmp_path, unique_csv()))

    assert result.exit_code == 2
    assert "cannot be reached" in " ".join(result.stderr.split())
