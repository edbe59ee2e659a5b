"""`dataset-processor report`: a report of a local file without any service."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dataset_processor.__main__ import main

SAMPLES = Path(__file__).parents[2] / "samples"
CSV = b"id,amount\n1,10\n2,20\n3,\n3,\n"


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["report", *arguments], input=stdin)


def csv_file(folder: Path, body: bytes = CSV, name: str = "orders.csv") -> str:
    path = folder / name
    path.write_bytes(body)
    return str(path)


def test_a_summary_names_rows_nulls_numbers_and_duplicates(tmp_path: Path) -> None:
    result = run(csv_file(tmp_path))

    assert result.exit_code == 0
    assert "4 rows, 2 columns, 2 nulls" in result.stdout
    assert "1 duplicate row" in result.stdout
    assert "amount" in result.stdout


def test_json_is_the_report_and_nothing_else(tmp_path: Path) -> None:
    result = run("--json", csv_file(tmp_path))

    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert document["row_count"] == 4
    assert document["null_counts"] == {"id": 0, "amount": 2}
    assert document["numeric"]["amount"] == {"min": 10, "max": 20, "mean": 15}
    assert document["anomalies"] == {"duplicates_count": 1, "outliers": {}}
    assert document["dataset_id"] is None


def test_standard_input_is_read_when_its_format_is_said() -> None:
    result = run("-", "--format", "json", "--json", stdin=b'[{"a": 1}, {"a": 2}]')

    assert result.exit_code == 0
    assert json.loads(result.stdout)["row_count"] == 2


def test_standard_input_without_a_format_is_wrong_use() -> None:
    result = run("-", stdin=CSV)

    assert result.exit_code == 2
    assert "--format" in result.stderr


@pytest.mark.parametrize(
    ("body", "name", "says"), [(b"", "a.csv", "header"), (b'[{"a": 1}, 2]', "a.json", "index 1"), (b"{}", "a.json", "")]
)
def test_invalid_data_exits_with_1_and_says_what_is_wrong(tmp_path: Path, body: bytes, name: str, says: str) -> None:
    result = run(csv_file(tmp_path, body, name))

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "invalid data" in result.stderr
    assert says in " ".join(result.stderr.split())


def test_markup_in_a_column_name_is_shown_as_it_is(tmp_path: Path) -> None:
    result = run(csv_file(tmp_path, b"[red]x[/red],b\n1,2\n"))

    assert "[red]x[/red]" in result.stdout


def test_a_file_that_is_not_there_is_wrong_use() -> None:
    assert run("nowhere.csv").exit_code == 2


def test_a_limit_of_the_environment_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_ROWS", "3")

    result = run(csv_file(tmp_path))

    assert result.exit_code == 1
    assert "3" in result.stderr


def test_it_needs_no_service_and_loads_none_of_their_clients() -> None:
    program = (
        "import sys; from dataset_processor.__main__ import main\n"
        f"try: main(['report', '--json', {str(SAMPLES / 'orders.csv')!r}])\n"
        "except SystemExit as done: assert done.code == 0, done.code\n"
        "loaded = {'celery', 'sqlalchemy', 'minio', 'fastapi'} & set(sys.modules)\n"
        "assert not loaded, loaded"
    )

    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)  # noqa: S603  # our own interpreter

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["row_count"] == 1000


def test_an_invalid_setting_is_named_without_its_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_ROWS", "many")

    result = run(csv_file(tmp_path))

    assert result.exit_code == 2
    assert "MAX_ROWS" in result.stderr
    assert "many" not in result.stderr
