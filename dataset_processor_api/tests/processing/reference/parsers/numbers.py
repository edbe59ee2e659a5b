"""Which values are numbers, and which numbers are integers by their form."""

import math
from dataclasses import dataclass

from tests.processing.reference.parsers.row import HugeInteger, Value


@dataclass(frozen=True, slots=True)
class Number:
    """A value read as a double; `is_integer` says that it was written as an integer."""

    value: float
    is_integer: bool


def number_in(value: Value) -> Number | None:
    """The number a value stands for: a JSON number, or a string that `float()` accepts; never a bool.

    An integer beyond a double becomes infinite, as `float()` makes of the same digits in a string.
    """
    if isinstance(value, str):
        return _number_in_text(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return Number(value, is_integer=False)
    if isinstance(value, int):
        return Number(_nearest_double(value), is_integer=True)
    if isinstance(value, HugeInteger):
        return Number(-math.inf if value.digits.startswith("-") else math.inf, is_integer=True)
    return None


def _number_in_text(text: str) -> Number | None:
    try:
        value = float(text)
    except ValueError:
        return None
    unsigned = text.strip().lstrip("+-").replace("_", "")
    return Number(value, is_integer=unsigned.isdecimal())


def _nearest_double(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
