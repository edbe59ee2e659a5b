"""Mean and standard deviation of doubles from sums without rounding, the same in whatever order they were added."""

import functools
import math

import numpy as np

from dataset_processor.processing.kernels.sums import (
    ADDITIONS,
    LIMB_BITS,
    LOWEST_EXPONENT,
    SQUARE_LIMBS,
    SUM_LIMBS,
    add_columns,
    carry,
)
from dataset_processor.processing.parsers.batch import Array

RAISED = np.int64(1 << 62)  # more than the magnitude of any limb


class ExactSums:
    """Sums and sums of squares of the finite numbers of up to `capacity` columns."""

    def __init__(self, capacity: int) -> None:
        self._sums: Array = np.zeros((capacity, SUM_LIMBS), np.int64)
        self._squares: Array = np.zeros((capacity, SQUARE_LIMBS), np.int64)
        self._uncarried = 0

    def add(self, numbers: Array, counts: Array) -> None:
        """Add the first `counts[c]` of `numbers[c]` to each column c."""
        most = int(counts.max(initial=0))
        if self._uncarried + most > ADDITIONS:
            self._carry()
        self._uncarried += most
        add_columns(numbers, counts, self._sums, self._squares)

    def merge(self, other: "ExactSums") -> None:
        """Add the sums of the columns that both have room for."""
        self._carry()
        other._carry()
        columns = min(len(self._sums), len(other._sums))
        self._sums[:columns] += other._sums[:columns]
        self._squares[:columns] += other._squares[:columns]
        self._uncarried = 2

    def mean(self, column: int, count: int) -> float:
        """The double nearest to the exact mean, ties to even; of at least one value. Never overflows."""
        return _whole(self._sums[column]) / (count << LOWEST_EXPONENT)

    def std_dev(self, column: int, count: int) -> float | None:
        """The double nearest to √((n·Σx² - (Σx)²) / (n·(n - 1))); `None` below two values or beyond a double."""
        if count < 2:
            return None
        numerator = count * _whole(self._squares[column]) - _whole(self._sums[column]) ** 2
        try:
            return sqrt_of_ratio(numerator, (count * (count - 1)) << 2 * LOWEST_EXPONENT)
        except OverflowError:
            return None

    def _carry(self) -> None:
        carry(self._sums)
        carry(self._squares)
        self._uncarried = 1


def _whole(limbs: Array) -> int:
    """The integer that signed limbs make: those at even places are the digits of one number, the others of another."""
    raised = limbs + RAISED
    even, odd = (int.from_bytes(raised[first::2].astype("<i8").tobytes(), "little") for first in (0, 1))
    return even + (odd << LIMB_BITS) - _whole_of_raised(len(limbs))


@functools.cache
def _whole_of_raised(limbs: int) -> int:
    return sum(int(RAISED) << LIMB_BITS * place for place in range(limbs))


def sqrt_of_ratio(numerator: int, denominator: int) -> float:
    """The double nearest to √(numerator / denominator), the denominator positive.

    As in CPython's `statistics._float_sqrt_of_frac`: an integer root of at least 55 bits, rounded to odd, then one
    correctly rounded division. Raises `OverflowError` beyond a double.
    """
    if not numerator:
        return 0.0
    shift = (numerator.bit_length() - denominator.bit_length() - 109) // 2
    if shift >= 0:
        return float(_root_to_odd(numerator, denominator << 2 * shift) << shift)
    return _root_to_odd(numerator << -2 * shift, denominator) / (1 << -shift)


def _root_to_odd(numerator: int, denominator: int) -> int:
    root = math.isqrt(numerator // denominator)
    return root | (root * root * denominator != numerator)
