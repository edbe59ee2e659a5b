"""Duplicate rows and outliers, against slow checks written here."""

import io
import json
import math
import statistics
from datetime import UTC, datetime
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_processor.processing.distribution import Outliers
from dataset_processor.processing.engine import DatasetFormat, build_report
from dataset_processor.processing.report import Report

SCALARS = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        1.0,
        0.0,
        -0.0,
        "1",
        "",
        "null",
        2**70,
        float(2**70),
        math.nan,
        math.inf,
        "é",
        "\ud800",
        "', '",
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)
OBJECTS = st.dictionaries(st.sampled_from(["a", "b", "c", ""]), VALUES, max_size=3)


def equal_by_type_and_value(a: Any, b: Any) -> bool:
    """The contract's rule, spelled out."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(equal_by_type_and_value(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(equal_by_type_and_value, a, b))
    return a == b or (isinstance(a, float) and math.isnan(a) and math.isnan(b))


def json_report(text: str) -> Report:
    return build_report(io.BytesIO(text.encode()), DatasetFormat.JSON)


def csv_report(text: str) -> Report:
    return build_report(io.BytesIO(text.encode()), DatasetFormat.CSV)


def outliers_of(*values: Any) -> Outliers | None:
    return json_report(json.dumps([{"a": value} for value in values])).columns[0].outliers


# --- Duplicates --------------------------------------------------------------------------------------------


@given(st.lists(OBJECTS, max_size=8))
def test_duplicates_are_rows_equal_to_an_earlier_one(items: list[dict[str, Any]]) -> None:
    found = json_report(json.dumps(items)).duplicates
    copies = [n for n, item in enumerate(items) if any(equal_by_type_and_value(item, before) for before in items[:n])]
    firsts = [
        n
        for n, item in enumerate(items)
        if n not in copies and any(equal_by_type_and_value(item, after) for after in items[n + 1 :])
    ]
    assert found.extra_copies == len(copies)
    assert found.groups == len(firsts)
    assert found.rows_involved == len(copies) + len(firsts)
    assert list(found.examples) == copies[:5]


@given(OBJECTS, OBJECTS)
def test_two_objects_are_duplicates_exactly_when_they_are_equal(a: dict[str, Any], b: dict[str, Any]) -> None:
    found = json_report(json.dumps([a, b])).duplicates
    assert found.extra_copies == equal_by_type_and_value(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    list(
        combinations(
            [
                "true",
                "1",
                '"1"',
                "1.0",
                "null",
                '"true"',
                "[]",
                "[1]",
                "{}",
                "false",
                "0",
                '""',
                '"null"',
                '"[]"',
                "NaN",
                '"NaN"',
            ],
            2,
        )
    ),
)
def test_values_of_different_type_or_value_are_not_duplicates(a: str, b: str) -> None:
    assert json_report(f'[{{"a":{a}}},{{"a":{b}}}]').duplicates.extra_copies == 0


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ('{"a":1,"b":2}', '{"b":2,"a":1}'),
        ('{"a":{"x":1,"y":[{"p":1,"q":2}]}}', '{"a":{"y":[{"q":2,"p":1}],"x":1}}'),
        ('{"a":1.0}', '{"a":1.00}'),
        ('{"a":10.0}', '{"a":1e1}'),
        ('{"a":0.0}', '{"a":-0.0}'),
        ('{"a":0}', '{"a":-0}'),
        ('{"a":NaN}', '{"a":NaN}'),
        ('{"a":1e400}', '{"a":Infinity}'),
        ('{"a":"\\u00e9"}', '{"a":"é"}'),
        ('{"a":2,"a":1}', '{"a":1}'),
        ("{}", "{}"),
    ],
)
def test_equal_objects_are_duplicates_however_they_are_written(a: str, b: str) -> None:
    assert json_report(f"[{a},{b}]").duplicates.extra_copies == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("{}", '{"a":null}'),
        ('{"a":1}', '{"a":1,"b":null}'),
        ('{"a":[1,2]}', '{"a":[2,1]}'),
        ('{"a":[[],[]]}', '{"a":[[[]]]}'),
        ('{"a":{}}', '{"a":[]}'),
        ('{"a":1e400}', '{"a":-1e400}'),
        ('{"a":9007199254740993}', '{"a":9007199254740992}'),
    ],
)
def test_different_objects_are_not_duplicates(a: str, b: str) -> None:
    assert json_report(f"[{a},{b}]").duplicates.extra_copies == 0


def test_integers_beyond_pythons_digit_limit_are_compared_exactly() -> None:
    huge, other = "7" * 5000, "7" * 4999 + "8"
    found = json_report(f'[{{"a":{huge}}},{{"a":{other}}},{{"a":{huge}}},{{"a":-{huge}}},{{"a":"{huge}"}}]')
    assert (found.duplicates.extra_copies, found.duplicates.examples) == (1, (2,))


@pytest.mark.parametrize(
    ("text", "copies"),
    [
        ("a,b\n1,2\n1,2\n1,2\n", 2),
        ("a,b\n1,2\n1, 2\n", 0),
        ("a,b\n1,2\n1,2.0\n", 0),
        ("a,b\n1,\n1\n", 0),
        ('a,b\n1,\n1,""\n', 1),
        ("a,b\n1\n1\n", 1),
        ("a,b\n1,2\n1,2,3\n", 0),
        ("a,b\n1,2,\n1,2\n", 0),
        ("a,b\n1,2,3\n1,2,3\n", 1),
        ("a,b\n1,2,3,4\n1,2,34\n", 0),
        ('a,b\n"1,2",3\n1,"2,3"\n', 0),
        ("a,a\n1,2\n3,2\n", 1),
        ("a\nNone\n\n", 0),
    ],
)
def test_csv_rows_are_compared_as_dict_reader_has_them(text: str, copies: int) -> None:
    assert csv_report(text).duplicates.extra_copies == copies


@given(st.lists(st.lists(st.sampled_from(["", "1", "None", "'", ", ", "\\"]), min_size=1, max_size=4), max_size=10))
def test_ragged_csv_rows_are_duplicates_exactly_when_their_cells_are_equal(rows: list[list[str]]) -> None:
    text = "a,b\n" + "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    copies = sum(row in rows[:n] for n, row in enumerate(rows))
    assert csv_report(text).duplicates.extra_copies == copies


def test_only_five_duplicates_are_named() -> None:
    found = csv_report("a\n" + "1\n" * 9 + "2\n2\n").duplicates
    assert (found.extra_copies, found.groups, found.rows_involved) == (9, 2, 11)
    assert found.examples == (1, 2, 3, 4, 5)


# --- Outliers ----------------------------------------------------------------------------------------------


def test_outliers_lie_outside_the_fences_on_both_sides() -> None:
    found = outliers_of(10, 11, 12, 13, 14, 100, -50)
    assert found is not None
    assert (found.lower_fence, found.upper_fence) == (6.0, 18.0)
    assert (found.below, found.above, found.count) == (1, 1, 2)
    assert [(example.row_index, example.value) for example in found.examples] == [(5, 100.0), (6, -50.0)]


def test_value_on_a_fence_is_no_outlier() -> None:
    found = outliers_of(0, 1, 2, 3, 4, 7)
    assert found is not None
    assert (found.upper_fence, found.count) == (7.5, 0)
    on_the_fence = outliers_of(2, 2, 4, 4, 7)
    assert on_the_fence is not None
    assert (on_the_fence.upper_fence, on_the_fence.count) == (7.0, 0)


def test_first_five_examples_come_in_file_order_with_the_row_index() -> None:
    text = (
        "a\n" + "".join(f"{value}\n" for value in [1, 2, "x", " ", 3, 4] * 10) + "900\n-800\nnan\n700\n600\n500\n400\n"
    )
    (column,) = csv_report(text).columns
    assert column.outliers is not None
    assert column.outliers.count == 6
    examples = [(example.row_index, example.value) for example in column.outliers.examples]
    assert examples == [(60, 900.0), (61, -800.0), (63, 700.0), (64, 600.0), (65, 500.0)]


@pytest.mark.parametrize(
    "values",
    [(1, 2, 3), (5, 5, 5, 5, 900), ("x", "y"), (1, 2, 3, "nan", "inf"), (True, False, True, False), (5, 5, 5, 5)],
)
def test_too_few_numbers_or_no_spread_is_not_tested(values: tuple[Any, ...]) -> None:
    assert outliers_of(*values) is None


def test_numbers_of_a_mixed_field_are_tested() -> None:
    found = outliers_of(*[1, 2, "x", 3, True, 4, 1000])
    assert found is not None
    assert [(example.row_index, example.value) for example in found.examples] == [(6, 1000.0)]


def test_only_fields_with_an_outlier_are_listed_as_anomalies() -> None:
    report = csv_report("a,b\n1,1\n2,2\n3,3\n4,4\n5,900\n")
    assert {column.name: column.outliers is not None for column in report.columns} == {"a": True, "b": True}
    assert {column.name for column in report.columns if column.outliers and column.outliers.count} == {"b"}


def test_fence_beyond_a_double_excludes_nothing_on_its_side() -> None:
    both = outliers_of(-1.5e308, -1e308, 1e308, 1.5e308)
    assert both is not None
    assert (both.lower_fence, both.upper_fence, both.count) == (None, None, 0)
    one = outliers_of(-1.7e308, 1e308, 1.1e308, 1.2e308, 1.3e308, 1.4e308, 1.5e308, 1.6e308, 1.7e308)
    assert one is not None
    assert one.lower_fence is not None
    assert (one.upper_fence, one.below, one.above) == (None, 1, 0)


@given(
    st.lists(
        st.integers(min_value=-50, max_value=50) | st.floats(allow_nan=False, allow_infinity=False) | st.none(),
        max_size=25,
    )
)
def test_outliers_are_those_of_the_written_out_formula(values: list[float | None]) -> None:
    finite = [(n, float(value)) for n, value in enumerate(values) if value is not None]
    found = outliers_of(*values) if values else None
    if len(finite) < 4:
        assert found is None
        return
    ordered = sorted(value for _, value in finite)

    def quartile(p: float) -> float:
        h = (len(ordered) - 1) * p
        low = math.floor(h)
        t = h - low
        return ordered[low] if t == 0 else ordered[low] * (1 - t) + ordered[low + 1] * t

    q1, q3 = quartile(0.25), quartile(0.75)
    if not q3 - q1 > 0:
        assert found is None
        return
    lower, upper = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
    expected = [(n, value) for n, value in finite if value < lower or value > upper]
    assert found is not None
    assert found.count == len(expected)
    assert [(example.row_index, example.value) for example in found.examples] == expected[:5]


@given(st.lists(st.integers(min_value=-1000, max_value=1000), min_size=4, max_size=40))
def test_outliers_of_integers_are_those_of_exact_arithmetic(values: list[int]) -> None:
    q1, _, q3 = statistics.quantiles(map(Fraction, values), n=4, method="inclusive")
    reach = Fraction(3, 2) * (q3 - q1)
    expected = [value for value in values if not q1 - reach <= value <= q3 + reach] if reach else []
    found = outliers_of(*values)
    assert (found.count if found else 0) == len(expected)
    assert (found is None) == (reach == 0)


def test_a_fence_within_the_doubles_counts_although_its_distance_from_the_quartile_is_beyond_them() -> None:
    numbers = [-1.7e308, 5.5e307, 5.5e307, 1.75e308, 1.75e308]
    body = json.dumps([{"a": number} for number in numbers]).encode()

    report = build_report(io.BytesIO(body), DatasetFormat.JSON).document(None, datetime(2026, 1, 1, tzinfo=UTC))

    assert report["anomalies"]["outliers"] == {"a": {"count": 1, "examples": [{"row_index": 0, "value": -1.7e308}]}}
    fences = report["columns"][0]["outliers"]
    assert fences["lower_fence"] == pytest.approx(-1.25e308)
    assert fences["upper_fence"] is None
