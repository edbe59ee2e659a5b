"""The double nearest to a decimal, ties to even."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.intrinsics import leading_zeros, mul128
from dataset_processor.processing.kernels.number_tables import (
    LARGEST_POWER,
    POWERS_OF_FIVE,
    POWERS_OF_TEN,
    SMALLEST_POWER,
)

EXACT_INTEGERS = np.uint64(10**15)  # up to 2^53 they are, but on which side 16 digits lie cannot be predicted
EXACT_POWER = 22  # the largest power of ten that is a double
ZERO, ONE, THREE = np.uint64(0), np.uint64(1), np.uint64(3)
SIGN_SHIFT, MANTISSA_SHIFT, EXCESS_BITS = np.uint64(63), np.uint64(52), np.uint64(9)
HIDDEN_BIT = np.uint64(1 << 52)
MANTISSA = np.uint64((1 << 52) - 1)
UNDECIDED = np.uint64((1 << 9) - 1)  # the bits of the product's high half below the 55 that matter
INFINITE_EXPONENT = 0x7FF
INFINITY = np.uint64(INFINITE_EXPONENT << 52)


@kernel(forceinline=True)
def nearest_double(mantissa: np.uint64, power: int) -> np.float64:
    """The double nearest to mantissa · 10^power, where the mantissa is below 2^64 - 1 and `power` is an int64.

    One multiplication or division where both operands are exact: Clinger, How to Read Floating Point Numbers
    Accurately (1990).
    """
    if mantissa <= EXACT_INTEGERS and -EXACT_POWER <= power <= EXACT_POWER:
        exact = np.float64(np.int64(mantissa))
        if power < 0:
            return exact / POWERS_OF_TEN[np.uint64(-power)]
        return exact * POWERS_OF_TEN[np.uint64(power)]
    return np.uint64(nearest_bits(mantissa, power)).view(np.float64)


@kernel(forceinline=False)
def nearest_bits(mantissa: np.uint64, power: int) -> np.uint64:
    """The bits of the double nearest to mantissa · 10^power, arguments as for `nearest_double`.

    Lemire, Number Parsing at a Gigabyte per Second (2021), section 6. The 128 bits of the product always decide:
    Mushtak and Lemire, Fast Number Parsing Without Fallback (2023).
    """
    if mantissa == ZERO or power < SMALLEST_POWER:
        return ZERO
    if power > LARGEST_POWER:
        return INFINITY
    shift = leading_zeros(mantissa)
    low, high = _product(mantissa << np.uint64(shift), power)
    upper = high >> SIGN_SHIFT
    excess = upper + EXCESS_BITS
    significand = high >> excess  # 53 bits and one to round
    # 217706 · power / 2^16 is log2(10^power) to the integer below, in the range of the table.
    exponent = ((217706 * power) >> 16) + 63 + np.int64(upper) - shift + 1023
    if exponent <= 0:
        return _subnormal(significand, exponent)
    if low <= ONE and -4 <= power <= 23 and significand & THREE == ONE and significand << excess == high:
        significand &= ~ONE  # a tie, to be rounded down
    significand = (significand + (significand & ONE)) >> ONE
    if significand > MANTISSA + HIDDEN_BIT:
        significand = HIDDEN_BIT
        exponent += 1
    if exponent >= INFINITE_EXPONENT:
        return INFINITY
    return (significand & MANTISSA) | np.uint64(exponent) << MANTISSA_SHIFT


@kernel(inline="always")
def _product(mantissa: np.uint64, power: int) -> tuple[np.uint64, np.uint64]:
    """The low and the high half of mantissa · 5^power, to as many bits as decide the rounding."""
    index = np.uint64(2 * (power - SMALLEST_POWER))
    low, high = mul128(mantissa, POWERS_OF_FIVE[index])
    if high & UNDECIDED == UNDECIDED:
        _, carry = mul128(mantissa, POWERS_OF_FIVE[index + ONE])
        low += carry
        if low < carry:
            high += ONE
    return low, high


@kernel(inline="always")
def _subnormal(significand: np.uint64, exponent: int) -> np.uint64:
    """The bits of a double below 2^-1022, from 54 bits and a biased exponent of at most 0; here are no ties."""
    shift = 1 - exponent
    if shift >= 64:
        return ZERO
    significand >>= np.uint64(shift)
    return (significand + (significand & ONE)) >> ONE  # HIDDEN_BIT alone is the smallest normal double
