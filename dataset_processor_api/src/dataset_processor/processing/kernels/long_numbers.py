"""Cells of any length and shape after their sign, byte by byte: what is too rare to be fast."""

import math

import numpy as np

from dataset_processor.processing.kernels.addresses import byte_at, word_at
from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.decimals import nearest_bits
from dataset_processor.processing.kernels.doubtful import (
    ASK_PYTHON,
    INTEGER_FORM,
    NOT_A_NUMBER,
    REAL_FORM,
    doubtful_cell,
)
from dataset_processor.processing.kernels.number_tables import BYTE_CLASSES, DIGIT, EXPONENT, LETTER, SIGN, SPACE

ZERO, MINUS, FULL_STOP = (np.uint8(ord(character)) for character in "0-.")
LOWER_CASE, THREE_LETTERS = np.uint64(0x2020202020202020), np.uint64(0xFFFFFF)
NAN, INF, INFINITY = (np.uint64(int.from_bytes(name, "little")) for name in (b"nan", b"inf", b"infinity"))
MOST_DIGITS = 19  # of which any mantissa fits 64 bits
LARGEST_EXPONENT = 10**11  # more than the digits that a cell can hold
TEN = np.uint64(10)


@kernel(forceinline=False)
def parse_long(begin: int, end: int) -> tuple[int, float]:
    """A cell after its sign and without white space behind it, in full and byte by byte.

    The digits after the 19th count only as a little more: the double is certain where both bounds have the same.
    """
    index, mantissa, digits, used, power, fraction, more = begin, np.uint64(0), 0, 0, 0, 0, False
    while index < end:
        byte = byte_at(index)
        if byte == FULL_STOP and fraction == 0:
            fraction = 1
        elif BYTE_CLASSES[byte] != DIGIT:
            break
        else:
            digits += 1
            if used < MOST_DIGITS:
                mantissa = mantissa * TEN + np.uint64(byte - ZERO)
                used += mantissa != np.uint64(0)
                power -= fraction
            else:
                more |= byte != ZERO
                power += 1 - fraction
        index += 1
    form, exponent = REAL_FORM if fraction else INTEGER_FORM, np.int64(0)
    if digits == 0:
        is_name = index == begin and index < end and BYTE_CLASSES[byte_at(index)] == LETTER
        return parse_name(begin, end) if is_name else _stopped(begin, index, end)
    if index < end and BYTE_CLASSES[byte_at(index)] == EXPONENT:
        form = REAL_FORM
        exponent, digits, index = _exponent_at(index + 1, end)
    if index < end or digits == 0:
        return _stopped(begin, index, end)
    bits = np.uint64(nearest_bits(mantissa, power + exponent))
    if more and nearest_bits(mantissa + np.uint64(1), power + exponent) != bits:
        return ASK_PYTHON, 0.0
    return form, bits.view(np.float64)


@kernel(forceinline=True)
def _exponent_at(index: int, end: int) -> tuple[np.int64, int, int]:
    """The exponent (bounded) after an e, the number of its digits, and the address after them."""
    negative = index < end and byte_at(index) == MINUS
    if index < end and BYTE_CLASSES[byte_at(index)] == SIGN:
        index += 1
    first, exponent = index, np.int64(0)
    while index < end and BYTE_CLASSES[byte_at(index)] == DIGIT:
        if exponent < LARGEST_EXPONENT:
            exponent = exponent * 10 + np.int64(byte_at(index) - ZERO)
        index += 1
    return -exponent if negative else exponent, index - first, index


@kernel(forceinline=True)
def _stopped(begin: int, index: int, end: int) -> tuple[int, float]:
    """A cell whose number cannot go on at an address: none, unless what follows there is for Python to judge."""
    if index < end and BYTE_CLASSES[byte_at(index)] >= SPACE and doubtful_cell(begin, end) == ASK_PYTHON:
        return ASK_PYTHON, 0.0
    return NOT_A_NUMBER, 0.0


@kernel(forceinline=False)
def parse_name(begin: int, end: int) -> tuple[int, float]:
    """Not a number and infinity, after a sign."""
    word = word_at(begin) | LOWER_CASE
    if word & THREE_LETTERS == NAN:
        index, value = begin + 3, math.nan
    elif word & THREE_LETTERS == INF:
        index, value = begin + (8 if word == INFINITY and end - begin >= 8 else 3), math.inf
    else:
        return NOT_A_NUMBER, 0.0
    while index < end and BYTE_CLASSES[byte_at(index)] == SPACE:
        index += 1
    if index == end:
        return REAL_FORM, value
    return _stopped(begin, index, end)
