"""Sums and sums of squares of doubles without rounding: fixed-point numbers of 32 bits a limb."""

from typing import Any

import numpy as np
from numba import types

from dataset_processor.processing.kernels.compiling import instruction, kernel
from dataset_processor.processing.kernels.intrinsics import mul128

LIMB_BITS = 32
LOWEST_EXPONENT = 1074  # 2^-1074 is the smallest double; bit 0 of the first limb of a sum
SUM_LIMBS = 68  # 2098 bits of a double, and room for 2^31 additions
SQUARE_LIMBS = 134
ADDITIONS = 1 << 28  # limbs take in less than 2^33 for each value, so that int64 cannot overflow

BLOCK, FEWEST_IN_BLOCK = 1024, 16
SLICE_BITS = 21  # 1024 products of two slices, summed up: at most 2^53
ALL_ZERO = np.int64(-10_000)
MOST_EXPONENT = 400  # within 2^±400 neither squares nor their slices leave the range of normal doubles
ROUNDER = 1.5 * 2.0**52  # added to a number below 2^51 and taken away again, it leaves an integer

MANTISSA, HIDDEN = np.uint64((1 << 52) - 1), np.uint64(1 << 52)
MAGNITUDE = np.int64((1 << 63) - 1)
LOW_HALF, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
LIMB, WIDTH = np.int64(0xFFFFFFFF), np.int64(LIMB_BITS)


@instruction
def plus(_typing: Any, _left: Any, _right: Any) -> Any:
    """The sum of two doubles, which may be added up in any order: only where nothing is rounded."""

    def codegen(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.fadd(*arguments, flags=("reassoc", "nsz"))

    return types.float64(types.float64, types.float64), codegen


@kernel()
def add_columns(numbers: np.ndarray, counts: np.ndarray, sums: np.ndarray, squares: np.ndarray) -> None:
    """Add the first `counts[c]` of the finite `numbers[c]` to the limbs of column c; no more than ADDITIONS each."""
    for column in range(len(counts)):
        if counts[column] > 0:
            add_values(numbers[column], counts[column], sums[column], squares[column])


@kernel()
def add_values(values: np.ndarray, count: int, sums: np.ndarray, squares: np.ndarray) -> None:
    """Add finite values, a block at a time where their magnitudes are alike, else one by one.

    What did not do for one block is not tried with the next.
    """
    slices = 2
    for start in range(0, count, BLOCK):
        block = values[start : min(start + BLOCK, count)]
        exponent = greatest_exponent(block)
        if exponent == ALL_ZERO:
            continue
        added = False
        if len(block) >= FEWEST_IN_BLOCK and abs(exponent) <= MOST_EXPONENT:
            if slices == 2:
                added = add_two_slices(block, exponent, sums, squares)
                slices = 2 if added else 4
            if slices == 4 and not added:
                added = add_four_slices(block, exponent, sums, squares)
                slices = 4 if added else 0
        if not added:
            add_one_by_one(block, sums, squares)


@kernel()
def greatest_exponent(values: np.ndarray) -> int:
    """The least power of two above all magnitudes, at least -1022, or ALL_ZERO."""
    bits = values.view(np.int64)
    greatest = np.int64(0)
    for place in range(len(bits)):
        greatest = max(greatest, bits[place] & MAGNITUDE)
    return (greatest >> np.int64(52)) - 1022 if greatest else ALL_ZERO


@kernel()
def add_two_slices(values: np.ndarray, exponent: int, sums: np.ndarray, squares: np.ndarray) -> bool:
    """Add a block of values below 2^exponent if each is a multiple of 2^(exponent - 42).

    A value is the sum of two multiples of powers of two, 21 bits apart (Rump, Ogita and Oishi, 2008), so that their
    sums and those of their products fit into doubles.
    """
    grid0, grid1 = np.ldexp(1.0, exponent - SLICE_BITS), np.ldexp(1.0, exponent - 2 * SLICE_BITS)
    rounder0, rounder1 = ROUNDER * grid0, ROUNDER * grid1
    sum0 = sum1 = square0 = square1 = square2 = left = 0.0
    for place in range(len(values)):
        rest = values[place]
        slice0 = (rest + rounder0) - rounder0
        rest -= slice0
        slice1 = (rest + rounder1) - rounder1
        left = plus(left, abs(rest - slice1))
        sum0, sum1 = plus(sum0, slice0), plus(sum1, slice1)
        square0 = plus(square0, slice0 * slice0)
        square1 = plus(square1, slice0 * slice1)
        square2 = plus(square2, slice1 * slice1)
    if left != 0.0:
        return False
    lowest = exponent - 2 * SLICE_BITS
    add_integer(sums, sum0 / grid0, lowest + SLICE_BITS + LOWEST_EXPONENT)
    add_integer(sums, sum1 / grid1, lowest + LOWEST_EXPONENT)
    place = 2 * (lowest + LOWEST_EXPONENT)
    add_integer(squares, square0 / grid0 / grid0, place + 2 * SLICE_BITS)
    add_integer(squares, square1 / grid0 / grid1, place + SLICE_BITS + 1)
    add_integer(squares, square2 / grid1 / grid1, place)
    return True


@kernel()
def add_four_slices(values: np.ndarray, exponent: int, sums: np.ndarray, squares: np.ndarray) -> bool:
    """Add a block of values below 2^exponent if each is a multiple of 2^(exponent - 84)."""
    unit = np.ldexp(1.0, exponent - 4 * SLICE_BITS)
    step = np.float64(1 << SLICE_BITS)
    rounder3 = ROUNDER * unit
    rounder2 = rounder3 * step
    rounder1 = rounder2 * step
    rounder0 = rounder1 * step
    sum0 = sum1 = sum2 = sum3 = left = 0.0
    square0 = square1 = square2 = square3 = square4 = square5 = square6 = 0.0
    for place in range(len(values)):
        rest = values[place]
        slice0 = (rest + rounder0) - rounder0
        rest -= slice0
        slice1 = (rest + rounder1) - rounder1
        rest -= slice1
        slice2 = (rest + rounder2) - rounder2
        rest -= slice2
        slice3 = (rest + rounder3) - rounder3
        left = plus(left, abs(rest - slice3))
        sum0, sum1, sum2, sum3 = plus(sum0, slice0), plus(sum1, slice1), plus(sum2, slice2), plus(sum3, slice3)
        square0 = plus(square0, slice0 * slice0)
        square1 = plus(square1, slice0 * slice1)
        square2 = plus(square2, slice1 * slice1 + (slice0 + slice0) * slice2)
        square3 = plus(square3, slice0 * slice3 + slice1 * slice2)
        square4 = plus(square4, slice2 * slice2 + (slice1 + slice1) * slice3)
        square5 = plus(square5, slice2 * slice3)
        square6 = plus(square6, slice3 * slice3)
    if left != 0.0:
        return False
    place = exponent - 4 * SLICE_BITS + LOWEST_EXPONENT
    add_integer(sums, sum3 / unit, place)
    add_integer(sums, sum2 / unit / step, place + SLICE_BITS)
    add_integer(sums, sum1 / unit / step / step, place + 2 * SLICE_BITS)
    add_integer(sums, sum0 / unit / step / step / step, place + 3 * SLICE_BITS)
    place *= 2
    scale = 1.0 / unit
    for power, square in enumerate((square6, square5, square4, square3, square2, square1, square0)):
        doubled = power & 1
        add_integer(squares, square * scale / unit, place + power * SLICE_BITS + doubled)
        scale /= step
    return True


@kernel()
def add_integer(limbs: np.ndarray, number: float, place: int) -> None:
    """Add an integer of at most 53 bits, given as a double, times 2^place."""
    integer = np.int64(number)
    limb, rest = place >> 5, np.int64(place & 31)
    low = (integer & LIMB) << rest
    high = (integer >> WIDTH) << rest
    limbs[limb] += low & LIMB
    limbs[limb + 1] += (low >> WIDTH) + (high & LIMB)
    limbs[limb + 2] += high >> WIDTH


@kernel()
def add_one_by_one(values: np.ndarray, sums: np.ndarray, squares: np.ndarray) -> None:
    """Add finite values: each is an integer of 53 bits times a power of two, its square one of 106 bits."""
    bits = values.view(np.uint64)
    for place in range(len(bits)):
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
