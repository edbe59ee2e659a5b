"""Mean and standard deviation, exact in whatever order and on however many threads numbers were added."""

import math
import statistics
from fractions import Fraction
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.processing.reference import stats as reference

from dataset_processor.processing import exact_sum
from dataset_processor.processing.exact_sum import ExactSums
from dataset_processor.processing.kernels.sums import LIMB_BITS
from dataset_processor.processing.parsers.batch import Array

LARGEST = 1.7976931348623157e308
SMALLEST = 5e-324
FINITE = st.floats(allow_nan=False, allow_infinity=False)
HARD = st.sampled_from([0.0, SMALLEST, -SMALLEST, LARGEST, -LARGEST, 2.0**53 + 2, 2.0**53 - 1, 1e300, 0.1, 2.0**-1022])
PRICES = st.integers(0, 10**6).map(lambda cents: cents / 100)
WHOLE = st.integers(-(2**53), 2**53).map(float)
LISTS = st.one_of(*(st.lists(some, min_size=1, max_size=60) for some in (FINITE, HARD, PRICES, WHOLE, HARD | PRICES)))


def sums_of(*parts: Array) -> ExactSums:
    """All parts added to the second of three columns, one after another."""
    sums = ExactSums(3)
    for part in parts:
        numbers = np.full((2, len(part) + 3), np.nan)
        numbers[1, : len(part)] = part
        sums.add(numbers, np.array([0, len(part)]))
    return sums


def expected(values: list[float]) -> tuple[float, float | None]:
    """Mean and standard deviation by the slow definition."""
    total = sum(map(Fraction, values), Fraction(0)) / len(values)
    if len(values) < 2:
        return total.numerator / total.denominator, None
    try:
        deviation = float(statistics.stdev(map(Fraction, values)))
    except OverflowError:
        deviation = None
    return total.numerator / total.denominator, deviation


def found(sums: ExactSums, count: int) -> tuple[float, float | None]:
    return sums.mean(1, count), sums.std_dev(1, count)


def total_by_powers(values: list[float]) -> reference.ExactSum:
    total = reference.ExactSum()
    total.add(values)
    return total


@given(LISTS, st.data())
def test_mean_and_deviation_are_the_exact_ones_correctly_rounded(values: list[float], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(values)))
    sums = sums_of(np.array(values[:cut]), np.array(values[cut:]))
    assert found(sums, len(values)) == expected(values)


@given(LISTS, st.data())
def test_merged_sums_are_those_of_all_numbers(values: list[float], data: st.DataObject) -> None:
    first, second = sorted(data.draw(st.integers(0, len(values))) for _ in range(2))
    sums = sums_of(np.array(values[:first]))
    sums.merge(sums_of(np.array(values[first:second])))
    sums.merge(sums_of(np.array(values[second:])))
    assert found(sums, len(values)) == expected(values)


@given(LISTS, st.integers(1, 40))
def test_carrying_changes_nothing(values: list[float], additions: int) -> None:
    with mock.patch.object(exact_sum, "ADDITIONS", additions):
        sums = sums_of(*(np.array([value]) for value in values))
    assert found(sums, len(values)) == expected(values)


@settings(max_examples=60)
@given(
    st.sampled_from([1, 15, 16, 17, 100, 1023, 1024, 1025, 2049]),
    st.integers(0, 2**32 - 1),
    st.sampled_from([0, 1, 10, 21, 30, 40, 52, 60, 200, 2000]),
    st.integers(-1070, 1020),
)
def test_many_numbers_of_any_magnitudes(count: int, seed: int, spread: int, top: int) -> None:
    rng = np.random.default_rng(seed)
    exponents = np.clip(top - rng.integers(0, spread + 1, count), -1074, 1020)
    bits = int(rng.integers(1, 54))
    values = np.ldexp(rng.integers(-(2**bits), 2**bits, count).astype(np.float64), exponents - 53)
    total = total_by_powers(values.tolist())
    assert found(sums_of(values), count) == (total.mean(), total.std_dev())


@settings(max_examples=60)
@given(st.integers(8, 600), st.integers(0, 2**32 - 1), st.integers(-1050, 1020), st.integers(0, 160))
def test_small_numbers_count_when_large_ones_cancel(pairs: int, seed: int, top: int, distance: int) -> None:
    rng = np.random.default_rng(seed)
    large = np.ldexp(rng.uniform(0.5, 1, pairs), top)
    small = np.ldexp(rng.uniform(-1, 1, 5), top - distance)
    values = rng.permutation(np.concatenate([large, -large, small]))
    total = total_by_powers(values.tolist())
    assert found(sums_of(values), len(values)) == (total.mean(), total.std_dev())


@settings(max_examples=60)
@given(st.integers(2, 1500), st.integers(0, 2**32 - 1), st.integers(-1000, 1000), st.integers(1, 40))
def test_deviations_far_below_the_mean_are_exact(count: int, seed: int, power: int, bits: int) -> None:
    steps = np.random.default_rng(seed).integers(0, 2**bits, count)
    values = np.ldexp(1.0 + steps * 2.0**-52, power)
    total = total_by_powers(values.tolist())
    assert found(sums_of(values), count) == (total.mean(), total.std_dev())


def test_columns_do_not_mix() -> None:
    sums = ExactSums(4)
    sums.add(np.array([[1.0, 2.0, 9.0], [9.0, 9.0, 9.0], [4.0, 6.0, 8.0]]), np.array([2, 0, 3]))
    assert (sums.mean(0, 2), sums.mean(2, 3)) == (1.5, 6.0)
    assert (sums.std_dev(0, 2), sums.std_dev(2, 3)) == (math.sqrt(0.5), 2.0)


def test_sums_of_fewer_columns_can_be_merged_in() -> None:
    sums, fewer = ExactSums(4), ExactSums(1)
    sums.add(np.array([[1.0], [5.0]]), np.array([1, 1]))
    fewer.add(np.array([[3.0]]), np.array([1]))
    sums.merge(fewer)
    assert (sums.mean(0, 2), sums.mean(1, 1)) == (2.0, 5.0)


def test_sums_and_squares_of_a_column_take_less_than_four_kibibytes() -> None:
    sums = ExactSums(10)
    assert sum(array.nbytes for array in vars(sums).values() if isinstance(array, np.ndarray)) < 10 * 4096


@pytest.mark.parametrize("scale", [1.0, 1e-200, 1e200, 5e-324])
def test_a_million_numbers(scale: float) -> None:
    rng = np.random.default_rng(5)
    cents = rng.integers(-(10**7), 10**7, 1_000_000)
    values = cents * scale
    sums = sums_of(*np.array_split(values, 7))
    count, unit = len(values), Fraction(scale)
    if scale in (1.0, SMALLEST):
        total, squares = int(cents.sum()), sum(cent * cent for cent in cents.tolist())
        mean = Fraction(total, count) * unit
        assert sums.mean(1, count) == mean.numerator / mean.denominator
        variance = Fraction(count * squares - total * total, count * (count - 1)) * unit * unit
        assert sums.std_dev(1, count) == exact_sum.sqrt_of_ratio(variance.numerator, variance.denominator)
    else:
        reversed_sums = sums_of(values[::-1].copy())
        assert found(sums, count) == found(reversed_sums, count)
        assert sums.mean(1, count) == math.fsum(values) / count


@given(st.integers(0, 10**60), st.integers(1, 10**60))
def test_square_root_of_a_ratio_is_the_nearest_double(numerator: int, denominator: int) -> None:
    root = exact_sum.sqrt_of_ratio(numerator, denominator)
    exact = Fraction(numerator, denominator)
    below = (Fraction(root) + Fraction(math.nextafter(root, 0.0))) / 2
    above = (Fraction(root) + Fraction(math.nextafter(root, math.inf))) / 2
    assert below**2 <= exact <= above**2


@pytest.mark.parametrize("value", [0.0, 0.1, -3.0, LARGEST, -LARGEST, SMALLEST, 2.0**53 - 1])
@pytest.mark.parametrize("count", [1, 2, 20, 5000])
def test_numbers_that_are_all_equal_have_that_mean_and_no_deviation(value: float, count: int) -> None:
    sums = sums_of(np.full(count, value))
    assert found(sums, count) == (value, 0.0 if count > 1 else None)


def test_one_huge_number_among_integers() -> None:
    values = [*range(3000), 1e300]
    total = total_by_powers([float(value) for value in values])
    assert found(sums_of(np.array(values, np.float64)), len(values)) == (total.mean(), total.std_dev())


@given(st.lists(st.integers(-(2**61), 2**61), min_size=1, max_size=9))
def test_limbs_of_either_sign_make_one_integer(limbs: list[int]) -> None:
    whole = sum(limb << LIMB_BITS * place for place, limb in enumerate(limbs))
    assert exact_sum._whole(np.array(limbs, np.int64)) == whole
