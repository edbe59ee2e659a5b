"""Medians, ratios, targets, and how they are shown."""

import json
from pathlib import Path

import pytest
from benchmarks.contenders import PRODUCT
from benchmarks.page import main as write_page
from benchmarks.page import newest, page_of
from benchmarks.results import Session
from benchmarks.tables import HEADINGS, aligned, data_set_notes, data_set_rows, markdown
from benchmarks.targets import TARGETS, ratio_to_product, verdicts
from benchmarks.totals import differences, totals_of
from tests.benchmarks.sessions import TOTALS, a_data_set, a_result, a_session


def test_medians_leave_the_warm_up_out() -> None:
    result = a_result("chdb", 4.0, 3.0, 5.0)
    assert result.seconds() == 4.0
    assert result.wall_seconds() == 5.0
    assert result.peak_rss_bytes() == 5_000_000


def test_a_ratio_is_how_many_times_as_long_as_the_product() -> None:
    data_set = a_data_set()
    assert ratio_to_product(data_set, "chdb") == 2.0
    assert ratio_to_product(data_set, "chdb", whole_process=True) == pytest.approx(5 / 3)
    assert ratio_to_product(data_set, PRODUCT) == 1.0


@pytest.mark.parametrize("broken", ["chdb", PRODUCT])
def test_there_is_no_ratio_to_or_of_who_failed(broken: str) -> None:
    results = [a_result(name, 1.0, failure="lost" if name == broken else None) for name in (PRODUCT, "chdb")]
    assert ratio_to_product(a_data_set(results), "chdb") is None


def test_a_session_is_read_as_it_was_saved(tmp_path: Path) -> None:
    session = a_session(a_data_set(), a_data_set([a_result(PRODUCT, failure="lost")], form="json"))
    path = tmp_path / "deep" / "results.json"
    session.save(path)
    assert Session.load(path) == session
    assert [entry.name for entry in path.parent.iterdir()] == ["results.json"]


def test_results_of_another_version_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    a_session().save(path)
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema_version": 99}))
    with pytest.raises(ValueError, match="version 99"):
        Session.load(path)


def test_a_row_shows_seconds_throughput_ratios_memory_and_work() -> None:
    rows = data_set_rows(a_data_set())
    assert rows[0][:8] == ("**Dataset Processor**", "2.00", "50", "1.00×", "3.00", "1.00×", "9", "3")
    assert rows[1][:8] == ("chDB, one query", "4.00", "25", "2.00×", "5.00", "1.67×", "5", "3")
    assert all(len(row) == len(HEADINGS) for row in rows)


def test_who_failed_has_a_row_that_says_why() -> None:
    data_set = a_data_set([a_result(PRODUCT, 1.0), a_result("polars", 1.0, failure="stopped after 600 s")])
    row = data_set_rows(data_set)[1]
    assert row[0] == "Polars, one streaming query"
    assert row[-1] == "failed: stopped after 600 s"
    assert len(row) == len(HEADINGS)


def test_answers_that_differ_are_told() -> None:
    other = a_result("chdb", 1.0, totals={**TOTALS, "rows": 1100})
    silent = a_result("pyarrow", 1.0, totals={"rows": 100})
    notes = data_set_notes(a_data_set([a_result(PRODUCT, 1.0), other, silent]))
    assert notes == ["chDB, one query counts otherwise: rows 1,100 instead of 100."]
    assert differences({"rows": 1}, {"rows": 1, "nulls": 3}) == []


def test_totals_count_missing_keys_as_nulls() -> None:
    report = {
        "row_count": 10,
        "null_counts": {"a": 1, "b": 2},
        "columns": [{"missing": 4}, {"missing": 0}],
        "anomalies": {"duplicates_count": 3, "outliers": {"a": {"count": 2}, "b": {"count": 1}}},
    }
    assert totals_of(report) == {"rows": 10, "nulls": 7, "duplicates": 3, "outliers": 3}


def test_a_target_is_reached_missed_or_without_a_measurement() -> None:
    peers = [a_result("chdb", 1.5), a_result("polars", 2.9), a_result("pandas", 9.0, failure="lost")]
    found = {verdict.target.contender: verdict for verdict in verdicts([a_data_set([a_result(PRODUCT, 1.0), *peers])])}
    assert set(found) == {"chdb", "polars", "pandas"}
    assert found["chdb"].is_reached
    assert not found["polars"].is_reached
    assert found["pandas"].ratio is None
    assert not found["pandas"].is_reached


def test_the_targets_are_those_set() -> None:
    wanted = {(target.form, target.contender): target.factor for target in TARGETS}
    assert wanted == {
        ("csv", "chdb"): 1.5,
        ("csv", "polars"): 3,
        ("csv", "duckdb-summarize"): 3,
        ("csv", "pandas"): 5,
        ("csv", "reference"): 20,
        ("json", "polars"): 2,
        ("json", "duckdb-summarize"): 2,
        ("json", "duckdb-exact"): 2,
        ("json", "pandas"): 4,
    }


def test_tables_are_aligned_for_the_terminal_and_marked_for_a_page() -> None:
    rows = [("**a** `b`", "1.00"), ("c|d", "10.00")]
    assert aligned(("who", "s"), rows, right=(1,)) == "who      s\na b   1.00\nc|d  10.00"
    assert markdown(("who", "s"), rows, right=(1,)).splitlines() == [
        "| who | s |",
        "| --- | ---: |",
        "| **a** `b` | 1.00 |",
        "| c/d | 10.00 |",
    ]


def test_the_page_names_machine_targets_and_every_data_set() -> None:
    page = page_of(a_session(a_data_set(), a_data_set(form="json")))
    assert "Abacus 9, 2 cores, 24 GB of memory, Linux 6, Python 3.11.7; pandas 3.1.1." in page
    assert "| CSV: chDB, one query | ≥ 1.5× | 2.00× | yes |" in page
    assert "## mixed, CSV, 100 MB" in page
    assert "## mixed, JSON, 100 MB" in page
    assert "not for quoting" not in page


def test_the_page_warns_of_a_machine_that_was_not_quiet() -> None:
    page = page_of(a_session(a_data_set(quiet=False)))
    assert "not for quoting" in page
    assert "The machine was not quiet before 1 of 1 rounds." in page


def test_the_page_is_written_from_a_results_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results, page = tmp_path / "results.json", tmp_path / "page.md"
    a_session().save(results)
    write_page([str(results), "--output", str(page)])
    assert page.read_text() == page_of(a_session())
    assert "wrote" in capsys.readouterr().out


def test_the_newest_results_are_the_last_by_name(tmp_path: Path) -> None:
    assert newest(tmp_path) is None
    for name in ("2026-01-02T030405.json", "2026-11-01T000000.json", "2026-03-01T000000.json"):
        a_session().save(tmp_path / name)
    assert newest(tmp_path) == tmp_path / "2026-11-01T000000.json"
