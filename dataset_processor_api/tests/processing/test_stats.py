"""Nulls, numbers, types, and statistics that are exact to the last bit."""

import io
import json
import math
import statistics
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_processor.processing.engine import DatasetFormat, EngineResources, build_report
from dataset_processor.processing.exact_sum import sqrt_of_ratio
from dataset_processor.processing.report import ColumnReport
from dataset_processor.processing.stats import NumericSummary

FINITE = st.floats(allow_nan=False, allow_infinity=False)
LARGEST = 1.7976931348623157e308


SMALL = EngineResources(threads=2, memory_bytes=0, block_bytes=100)


@dataclass(frozen=True)
class Number:
    """What a report tells of a value that is a number; `value` is `None` where it is not finite."""

    value: float | None
    is_integer: bool


def columns_of_csv(text: str) -> dict[str, ColumnReport]:
    return {c.name: c for c in build_report(io.BytesIO(text.encode()), DatasetFormat.CSV, resources=SMALL).columns}


def columns_of_json(text: str) -> dict[str, ColumnReport]:
    return {c.name: c for c in build_report(io.BytesIO(text.encode()), DatasetFormat.JSON, resources=SMALL).columns}


def column_of_values(*values: Any) -> ColumnReport:
    return columns_of_json(json.dumps([{"a": value} for value in values]))["a"]


def number_in(literal: str) -> Number | None:
    """The number that a report sees in a value as JSON writes it."""
    column = columns_of_json(f'[{{"a": {literal}}}]')["a"]
    assert column.counts.numbers in {0, column.counts.non_null}
    if not column.counts.numbers:
        assert column.summary is None
        return None
    assert column.counts.non_finite == (column.summary is None)
    return Number(column.summary.min if column.summary else None, column.counts.integers == 1)


def number_in_text(text: str) -> Number | None:
    return number_in(json.dumps(text))


def finite_or_none(value: float) -> float | None:
    return value + 0.0 if math.isfinite(value) else None


def summary_of(values: list[float]) -> NumericSummary:
    """Of these doubles exactly, each written with the digits that give it again."""
    found = column_of_values(*values).summary
    assert found is not None
    return found


def slow_quartile(values: list[float], p: float) -> float:
    ordered = sorted(values)
    h = (len(ordered) - 1) * p
    low = math.floor(h)
    t = h - low
    above = ordered[low + 1] if low + 1 < len(ordered) else ordered[low]
    return ordered[low] * (1 - t) + above * t


# --- Null --------------------------------------------------------------------------------------------------


def test_nulls_are_counted_by_kind() -> None:
    columns = columns_of_csv('a,b\n1,\n2,"  "\n3,\t\n4,\u3000\n5\n6,x\n')
    assert columns["a"].counts.nulls == 0
    b = columns["b"].counts
    assert (b.empty, b.whitespace, b.explicit_nulls, b.nulls, b.non_null) == (1, 3, 1, 5, 1)
    assert columns["b"].missing == 0


def test_zero_false_and_empty_containers_are_not_null() -> None:
    assert column_of_values(*[0, 0.0, False, [], {}]).counts.nulls == 0


def test_absent_keys_are_missing_and_not_null() -> None:
    columns = columns_of_json('[{"a":1},{"a":null,"b":""},{"b":2},{}]')
    assert (columns["a"].missing, columns["a"].counts.nulls, columns["a"].counts.non_null) == (2, 1, 1)
    assert (columns["b"].missing, columns["b"].counts.nulls, columns["b"].counts.non_null) == (2, 1, 1)


@given(st.lists(st.text(alphabet=" \t\u00a0\x1f\x85x0", max_size=3), min_size=1, max_size=20))
def test_null_is_what_strip_leaves_empty(values: list[str]) -> None:
    assert column_of_values(*values).counts.nulls == sum(value.strip() == "" for value in values)


# --- Numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "is_integer"),
    [
        ("1", 1.0, True),
        ("+1", 1.0, True),
        ("-007", -7.0, True),
        (" 12\t", 12.0, True),
        ("1_000", 1000.0, True),
        ("\uff11\uff12", 12.0, True),
        ("١٢", 12.0, True),
        ("\u00a05", 5.0, True),
        ("1.0", 1.0, False),
        (".5", 0.5, False),
        ("5.", 5.0, False),
        ("1e3", 1000.0, False),
        ("1E-400", 0.0, False),
        ("1e400", math.inf, False),
        ("-Infinity", -math.inf, False),
        ("iNf", math.inf, False),
        ("9" * 5000, math.inf, True),
    ],
)
def test_strings_that_float_accepts_are_numbers(text: str, value: float, is_integer: bool) -> None:
    assert number_in_text(text) == Number(finite_or_none(value), is_integer)


@pytest.mark.parametrize("text", ["nan", "NaN", " -nan "])
def test_nan_in_a_string_is_a_number(text: str) -> None:
    assert number_in_text(text) == Number(None, is_integer=False)


@pytest.mark.parametrize(
    "text", ["", " ", "0x10", "1,5", "1__0", "_1", "1_", "true", "1\x00", "--1", "1e", "½", "\ud800", "$1"]
)
def test_strings_that_float_refuses_are_not_numbers(text: str) -> None:
    assert number_in_text(text) is None


@given(
    st.text(alphabet="0123456789+-._eE nNaAiIfF\uff11٣\u00a0\x00", max_size=8)
    | st.text(max_size=4)
    | st.floats().map(repr)
)
def test_a_string_is_a_number_exactly_when_float_accepts_it(text: str) -> None:
    number = number_in_text(text)
    try:
        expected = float(text)
    except ValueError:
        assert number is None
    else:
        assert number is not None
        assert repr(number.value) == repr(finite_or_none(expected))


@given(st.integers() | st.integers(min_value=300, max_value=320).map(lambda power: 10**power))
def test_integers_are_nearest_doubles_or_infinite(value: int) -> None:
    assert number_in(str(value)) == Number(finite_or_none(float(str(value))), is_integer=True)


@pytest.mark.parametrize("value", [True, False, None, [], [1], {}, {"a": 1}])
def test_booleans_nulls_and_containers_are_not_numbers(value: Any) -> None:
    assert number_in(json.dumps(value)) is None


def test_huge_integers_are_infinite() -> None:
    assert number_in("9" * 5000) == number_in("-" + "9" * 5000) == Number(None, is_integer=True)
    assert number_in_text("-" + "9" * 5000) == Number(None, is_integer=True)


def test_json_tokens_and_numbers_beyond_a_double_are_non_finite_and_keep_the_field_numeric() -> None:
    huge = "9" * 5000
    column = columns_of_json(
        f'[{{"a":NaN}},{{"a":Infinity}},{{"a":-Infinity}},{{"a":1e400}},{{"a":{huge}}},{{"a":2}},{{"a":"nan"}}]'
    )["a"]
    assert (column.counts.numbers, column.counts.non_finite, column.counts.is_numeric) == (7, 6, True)
    assert column.summary is not None
    assert (column.summary.min, column.summary.max, column.summary.mean) == (2.0, 2.0, 2.0)


def test_field_without_a_finite_number_is_not_numeric() -> None:
    column = columns_of_csv("a\nnan\ninf\n")["a"]
    assert (column.counts.numbers, column.counts.non_finite, column.counts.is_numeric) == (2, 2, False)
    assert column.summary is None


def test_field_with_one_other_value_is_not_numeric_but_has_statistics() -> None:
    column = columns_of_csv("a\n1\n3\nx\n")["a"]
    assert not column.counts.is_numeric
    assert column.summary is not None
    assert column.summary.mean == 2.0


def test_nulls_do_not_stop_a_field_from_being_numeric() -> None:
    assert columns_of_csv('a,b\n1,1\n"",1\n" ",1\n')["a"].counts.is_numeric
    assert column_of_values(None, "", " ", 1).counts.is_numeric


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, "2", " 3 ", None], "integer"),
        ([1, 2.0], "number"),
        (["1", "1.0"], "number"),
        (["nan"], "number"),
        ([True, False, None], "boolean"),
        (["true", "x"], "text"),
        ([[1], {"a": 1}], "nested"),
        ([1, "x"], "mixed"),
        ([1, True], "mixed"),
        (["x", []], "mixed"),
        ([None, "", "\t"], "empty"),
    ],
)
def test_type_is_what_all_values_have_in_common(values: list[Any], expected: str) -> None:
    assert column_of_values(*values).type == expected


# --- Statistics --------------------------------------------------------------------------------------------


@given(st.lists(FINITE, min_size=1, max_size=40))
def test_mean_is_the_exact_mean_correctly_rounded(values: list[float]) -> None:
    exact = sum(map(Fraction, values), Fraction(0)) / len(values)
    assert summary_of(values).mean == exact.numerator / exact.denominator


@given(st.lists(FINITE, min_size=2, max_size=40))
def test_standard_deviation_is_the_exact_one_correctly_rounded(values: list[float]) -> None:
    found = summary_of(values).std_dev
    try:
        expected = statistics.stdev(map(Fraction, values))
    except OverflowError:
        assert found is None
        return
    assert found == float(expected)


@given(st.lists(st.integers(min_value=-(10**9), max_value=10**9), min_size=2, max_size=30))
def test_standard_deviation_of_integers_is_that_of_statistics(values: list[int]) -> None:
    assert summary_of([float(value) for value in values]).std_dev == statistics.stdev(values)


@given(numerator=st.integers(min_value=0, max_value=10**60), denominator=st.integers(min_value=1, max_value=10**60))
def test_square_root_is_the_nearest_double(numerator: int, denominator: int) -> None:
    root = sqrt_of_ratio(numerator, denominator)
    exact = Fraction(numerator, denominator)
    below = (Fraction(root) + Fraction(math.nextafter(root, 0.0))) / 2
    above = (Fraction(root) + Fraction(math.nextafter(root, math.inf))) / 2
    assert below**2 <= exact <= above**2


@given(st.lists(FINITE, min_size=1, max_size=40))
def test_quartiles_are_type_seven(values: list[float]) -> None:
    found = summary_of(values)
    expected = [slow_quartile(values, p) for p in (0.25, 0.5, 0.75)]
    assert [found.q1, found.median, found.q3] == expected


@given(st.lists(st.integers(min_value=-1000, max_value=1000), min_size=2, max_size=40))
def test_quartiles_are_the_inclusive_ones_of_statistics(values: list[int]) -> None:
    found = summary_of([float(value) for value in values])
    expected = statistics.quantiles(map(Fraction, values), n=4, method="inclusive")
    assert [found.q1, found.median, found.q3] == [float(value) for value in expected]


@given(st.lists(FINITE.filter(lambda value: value == 0 or abs(value) > 1e-300), min_size=1, max_size=40))
def test_statistics_lie_between_min_and_max_in_order(values: list[float]) -> None:
    s = summary_of(values)
    assert (s.min, s.max) == (min(values), max(values))
    assert s.min <= s.q1 <= s.median <= s.q3 <= s.max
    assert s.min <= s.mean <= s.max


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ([LARGEST] * 3, LARGEST),
        ([LARGEST, LARGEST, -LARGEST, -LARGEST], 0.0),
        ([1e308, 1e308, -1e308], 1e308 / 3),
        ([1e16, 1.0, -1e16], 1 / 3),
        ([0.1] * 10, 0.1),
        ([5e-324, 5e-324], 5e-324),
        ([5e-324, 0.0], 0.0),
        ([1e308, 1e-308], 5e307),
    ],
)
def test_mean_neither_overflows_nor_cancels(values: list[float], mean: float) -> None:
    assert summary_of(values).mean == mean


def test_mean_does_not_depend_on_the_order() -> None:
    values = [1e16, 1.0, -1e16, 3.0, 1e-20]
    assert {summary_of(values[n:] + values[:n]).mean for n in range(5)} == {summary_of(values).mean}


def test_standard_deviation_beyond_a_double_is_none() -> None:
    assert summary_of([LARGEST, -LARGEST]).std_dev is None
    assert summary_of([LARGEST]).std_dev is None
    assert summary_of([LARGEST, LARGEST]).std_dev == 0.0


def test_zero_is_never_negative() -> None:
    s = summary_of([-0.0, -0.0])
    assert [math.copysign(1, value) for value in (s.min, s.q1, s.median, s.q3, s.max, s.mean)] == [1.0] * 6


@pytest.mark.parametrize("count", [8191, 8192, 8193, 16384, 40001])
def test_many_values_are_sorted_across_chunks(count: int) -> None:
    values = [float(value * 7919 % count) for value in range(count)]
    found = summary_of(values)
    assert [found.q1, found.median, found.q3] == [slow_quartile(values, p) for p in (0.25, 0.5, 0.75)]
    assert found.mean == float(Fraction(count - 1, 2))
