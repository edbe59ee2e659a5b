"""What the generator writes is what the `csv` and `json` modules read."""

import csv
import io
import json
import re
from typing import Any

import pytest
from benchmarks.datasets.catalog import CATALOG, CSV, JSON, Recipe
from benchmarks.datasets.files import TABLES, cached, write

EVERYTHING = [(entry.name, form) for entry in CATALOG.values() for form in entry.forms]
SIZE = 300_000
PATTERNS = {
    "id": r"[1-9]\d*",
    "category": r"\d{1,2}",
    "price": r"(\d+\.\d\d)?",
    "ratio": r"\d{1,2}\.\d{6}",
    "measure": r"(-?0\.\d{16})?",
    "day": r"20[12]\d-[01]\d-[0-3]\d",
    "code": r"\d{5}",
    "city": r"[A-Z][A-Za-z ]*|",
    "note": r"([a-z]{3,7} [a-z]{3,7} [a-z]{3,7})?",
    "active": r"true|false|",
}


def made(name: str, form: str = CSV, size: int = SIZE, seed: int = 1) -> bytes:
    file = io.BytesIO()
    write(Recipe(name, form, size, seed), file)
    return file.getvalue()


def rows_of(name: str, form: str = CSV, size: int = SIZE) -> list[dict[str, Any]]:
    text = made(name, form, size).decode()
    if form == JSON:
        rows: list[dict[str, Any]] = json.loads(text)
        return rows
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="extra", restval="lacking")
    return list(reader)


def test_every_data_set_of_the_catalog_can_be_made() -> None:
    assert set(CATALOG) == set(TABLES)


@pytest.mark.parametrize(("name", "form"), EVERYTHING)
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(name: str, form: str) -> None:
    assert made(name, form) == made(name, form)
    assert made(name, form) != made(name, form, seed=2)


@pytest.mark.parametrize(("name", "form"), EVERYTHING)
def test_a_file_is_as_large_as_asked_but_for_a_part_of_a_row(name: str, form: str) -> None:
    size = len(made(name, form))
    assert SIZE - 8000 < size <= SIZE


@pytest.mark.parametrize(("name", "form"), EVERYTHING)
def test_the_rows_counted_are_the_rows_read(name: str, form: str) -> None:
    count = write(Recipe(name, form, SIZE), io.BytesIO())
    rows = rows_of(name, form)
    assert len(rows) == count
    assert not any("extra" in row or "lacking" in row.values() for row in rows)


@pytest.mark.parametrize("name", ["mixed", "wide", "quoted"])
def test_a_larger_file_begins_with_the_smaller_one(name: str) -> None:
    assert made(name, size=9_000_000).startswith(made(name, size=50_000))


def test_a_file_smaller_than_a_row_holds_one_row() -> None:
    assert len(rows_of("wide", size=10)) == 1


def test_mixed_columns_are_of_the_kinds_promised() -> None:
    rows = rows_of("mixed")
    assert list(rows[0]) == list(PATTERNS)
    for name, pattern in PATTERNS.items():
        assert all(re.fullmatch(pattern, row[name]) for row in rows), name
    assert 80 < SIZE / len(rows) < 100
    assert any(row["code"].startswith("0") for row in rows)
    assert all(any(row[name] == "" for row in rows) for name in ("price", "measure", "city", "note", "active"))


def test_mixed_has_copies_of_rows_and_prices_far_from_the_rest() -> None:
    rows = rows_of("mixed", size=3_000_000)
    copies = len(rows) - len({tuple(row.values()) for row in rows})
    assert 0.005 < copies / len(rows) < 0.015
    far = sum(float(row["price"] or 0) > 5000 for row in rows)
    assert 0 < far < 0.01 * len(rows)


def test_csv_and_json_hold_the_same_rows() -> None:
    text = made("mixed", JSON).decode()
    objects = json.loads(text, parse_float=str, parse_int=str)
    as_cells = [
        {
            name: "" if value is None else str(value).lower() if value in {True, False} else value
            for name, value in o.items()
        }
        for o in objects
    ]
    assert as_cells == rows_of("mixed")[: len(objects)]


def test_numbers_are_numbers() -> None:
    rows = rows_of("numbers")
    assert len(rows[0]) == 20
    values = [float(cell) for row in rows for cell in row.values() if cell]
    assert min(values) < 0
    assert max(values) > 1e9
    assert all(re.fullmatch(r"-?[1-9]?\d*(\.\d+)?(e-?\d+)?", cell) for row in rows for cell in row.values())


def test_quoted_texts_hold_what_needs_quotes() -> None:
    rows = rows_of("quoted")
    texts = [row[name] for row in rows for name in ("name", "address", "remark")]
    assert all(any(mark in text for text in texts) for mark in (",", '"', "\n"))
    assert b'""' in made("quoted")
    assert all(line.split(b",")[0].isdigit() for line in made("quoted").split(b'"\n')[1:-1])


def test_wide_has_a_thousand_columns_and_narrow_has_one() -> None:
    assert len(rows_of("wide")[0]) == 1000
    assert all(0 <= int(row["value"]) < 1000 and len(row) == 1 for row in rows_of("narrow"))


@pytest.mark.parametrize("form", [CSV, JSON])
def test_text_goes_beyond_ascii(form: str) -> None:
    bodies = [row["body"] for row in rows_of("text", form) if row["body"]]
    assert sum(map(len, bodies)) / len(bodies) > 150
    assert any("東京" in body for body in bodies)


def test_nested_has_values_in_values_and_lacks_keys() -> None:
    rows = rows_of("nested", JSON)
    assert all(isinstance(row["customer"]["home"]["city"], str) for row in rows)
    assert {len(row["items"]) for row in rows} == {1, 2, 3}
    assert any(row["amount"] is None for row in rows)
    assert any("note" not in row for row in rows)
    assert any("day" not in row for row in rows)
    assert all(any(mark in row.get("note", "") for row in rows) for mark in ('"', "\\", "\n", "\t"))


def test_a_file_is_made_once(tmp_path: Any) -> None:
    recipe = Recipe("mixed", CSV, 10_000)
    path = cached(recipe, tmp_path)
    before = path.stat().st_mtime_ns
    assert cached(recipe, tmp_path) == path
    assert path.stat().st_mtime_ns == before
    assert [entry.name for entry in tmp_path.iterdir()] == [recipe.file_name]


@pytest.mark.parametrize(("name", "form"), [("nested", CSV), ("wide", JSON), ("unheard", CSV)])
def test_what_is_not_offered_is_refused(name: str, form: str) -> None:
    with pytest.raises(ValueError, match=name):
        Recipe(name, form, 1000)
