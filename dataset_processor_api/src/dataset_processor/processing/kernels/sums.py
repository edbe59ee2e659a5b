"""Sums and sums of squares of doubles without rounding: fixed-point numbers of 32 bits a limb."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.intrinsics import mul128

LIMB_BITS = 32
LOWEST_EXPONENT = 1074  # 2^-1074 is the smallest double; bit 0 of the first limb of a sum
SUM_LIMBS = 68  # 2098 bits of a double, and room for 2^31 additions
SQUARE_LIMBS = 134
ADDITIONS = 1 << 28  # limbs take in less than 2^33 each time, so that int64 cannot overflow

MANTISSA, HIDDEN = np.uint64((1 << 52) - 1), np.uint64(1 << 52)
LOW_HALF, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)


@kernel()
def add_columns(numbers: np.ndarray, counts: np.ndarray, sums: np.ndarray, squares: np.ndarray) -> None:
    """Add the first `counts[c]` of the finite `numbers[c]` to the limbs of column c; no more than ADDITIONS each."""
    for column in range(len(counts)):
        if counts[column] > 0:
            add_values(numbers[column], counts[column], sums[column], squares[column])


@kernel()
def add_values(values: np.ndarray, count: int, sums: np.ndarray, squares: np.ndarray) -> None:
    """Add finite values: each is an integer of 53 bits times a power of two, its square one of 106 bits."""
    bits = values.view(np.uint64)
    for place in range(count):
        word = bits[place]
        exponent = np.int64((word >> np.uint64(52)) & np.uint64(0x7FF))
        mantissa = word & MANTISSA
        if exponent == 0:
            exponent = 1
        else:
            mantissa |= HIDDEN
        if mantissa == 0:
            continue
        shift = exponent - 1
        limb, rest = shift >> 5, np.uint64(shift & 31)
        low, high = mul128(mantissa, np.uint64(1) << rest)
        first = np.int64(low & LOW_HALF)
        second = np.int64(low >> HALF)
        third = np.int64(high)
        if word >> np.uint64(63):
            first, second, third = -first, -second, -third
        sums[limb] += first
        sums[limb + 1] += second
        sums[limb + 2] += third
        low, high = mul128(mantissa, mantissa)
        shift *= 2
        limb, rest = shift >> 5, np.uint64(1) << np.uint64(shift & 31)
        low0, low1 = mul128(low, rest)
        high0, high1 = mul128(high, rest)
        squares[limb] += np.int64(low0 & LOW_HALF)
        squares[limb + 1] += np.int64(low0 >> HALF)
        squares[limb + 2] += np.int64(low1) + np.int64(high0 & LOW_HALF)
        squares[limb + 3] += np.int64(high0 >> HALF)
        squares[limb + 4] += np.int64(high1)


@kernel()
def carry(limbs: np.ndarray) -> None:
    """Bring all limbs but the last of each row back below 2^32, so that as much again can be added."""
    for column in range(limbs.shape[0]):
        over = np.int64(0)
        for limb in range(limbs.shape[1] - 1):
            total = limbs[column, limb] + over
            over = total >> np.int64(LIMB_BITS)
            limbs[column, limb] = total - (over << np.int64(LIMB_BITS))
        limbs[column, limbs.shape[1] - 1] += over
