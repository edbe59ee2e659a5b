"""Which texts are dates, in the forms that data files use."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.kinds import (
    DATE_CELL,
    DAY_FIRST_CELL,
    DAY_OR_MONTH_CELL,
    MONTH_FIRST_CELL,
    TEXT_CELL,
)

ZERO, NINE, DASH, DOT, SLASH, COLON, SPACE, PLUS = 48, 57, 45, 46, 47, 58, 32, 43
SHORTEST_DATE, LONGEST_DATE = 8, 35


@kernel()
def digits(buffer: np.ndarray, start: int, count: int) -> int:
    """The number that `count` digits make, or -1."""
    number = 0
    for i in range(start, start + count):
        digit = int(buffer[i]) - ZERO
        if digit < 0 or digit > 9:
            return -1
        number = number * 10 + digit
    return number


@kernel()
def is_day(year: int, month: int, day: int) -> bool:
    """Whether the Gregorian calendar has the day."""
    if month < 1 or month > 12 or day < 1 or day > 31 or year < 0:
        return False
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return day <= (29 if leap else 28)
    return day <= 30 or month not in (4, 6, 9, 11)


@kernel()
def is_time(buffer: np.ndarray, start: int, end: int) -> bool:
    """Whether the rest is `hh:mm`, then perhaps `:ss`, a fraction, and `Z` or an offset."""
    if end - start < 5 or buffer[start + 2] != COLON:
        return False
    hours, minutes = digits(buffer, start, 2), digits(buffer, start + 3, 2)
    if hours < 0 or hours > 24 or minutes < 0 or minutes > 59:
        return False
    at = start + 5
    if at + 3 <= end and buffer[at] == COLON:
        seconds = digits(buffer, at + 1, 2)
        if seconds < 0 or seconds > 60:
            return False
        at += 3
        if at + 2 <= end and buffer[at] == DOT:
            at += 1
            while at < end and ZERO <= buffer[at] <= NINE:
                at += 1
    if at == end or (at + 1 == end and buffer[at] in (90, 122)):
        return True
    if end - at in (3, 5, 6) and buffer[at] in (PLUS, DASH):
        last = 4 if end - at == 6 else 3
        if end - at == 6 and buffer[at + 3] != COLON:
            return False
        return 0 <= digits(buffer, at + 1, 2) <= 23 and (end - at == 3 or 0 <= digits(buffer, at + last, 2) <= 59)
    return False


@kernel(inline="always")
def may_be_date(buffer: np.ndarray, start: int, length: int) -> bool:
    """False for most texts that are no dates."""
    return SHORTEST_DATE <= length <= LONGEST_DATE and ZERO <= buffer[start] <= NINE


@kernel()
def date_class(buffer: np.ndarray, start: int, length: int) -> int:
    """The class of a text that may be a date: one of the dates, else TEXT_CELL.

    Dates are `YYYY-MM-DD` (also with `/`), alone or with a time of day behind a `T` or a space, and `DD/MM/YYYY` or
    `MM/DD/YYYY` with one or two digits each and `/`, `.` or `-` between, alone or with such a time.
    """
    end = start + length
    mark = buffer[start + 4]
    if length >= 10 and mark in (DASH, SLASH) and buffer[start + 7] == mark:
        if not is_day(digits(buffer, start, 4), digits(buffer, start + 5, 2), digits(buffer, start + 8, 2)):
            return TEXT_CELL
        at, found = start + 10, DATE_CELL
    else:
        first = 1 if not ZERO <= buffer[start + 1] <= NINE else 2
        mark = buffer[start + first]
        at = start + first + 1
        second = 1 if not ZERO <= buffer[at + 1] <= NINE else 2
        if mark not in (DASH, SLASH, DOT) or buffer[at + second] != mark or end - at - second < 5:
            return TEXT_CELL
        one, two = digits(buffer, start, first), digits(buffer, at, second)
        year = digits(buffer, at + second + 1, 4)
        day_first, month_first = is_day(year, two, one), is_day(year, one, two)
        if not (day_first or month_first):
            return TEXT_CELL
        found = DAY_FIRST_CELL if not month_first else MONTH_FIRST_CELL
        if day_first and month_first:
            found = DAY_OR_MONTH_CELL
        at += second + 5
    if at == end or (buffer[at] in (SPACE, 84) and is_time(buffer, at + 1, end)):
        return found
    return TEXT_CELL
