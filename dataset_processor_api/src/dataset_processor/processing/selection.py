"""Exact quartiles of numbers that come in chunks, as often as asked for, in any order."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from dataset_processor.processing.kernels.selection import (
    COUNTERS,
    SIGN,
    collect_keys,
    count_keys,
    count_whole_numbers,
    narrow_keys,
)
from dataset_processor.processing.parsers.batch import Array

Chunks = Callable[[], Iterator[Array]]
FEW_VALUES = 1 << 18
EXACT_INTEGERS = 2.0**52
ALL_BITS = (1 << 64) - 1


def quartiles(chunks: Chunks, count: int, minimum: float, maximum: float) -> tuple[float, float, float]:
    """Quartiles by linear interpolation: type 7 of Hyndman and Fan (1996), "Sample Quantiles in Statistical Packages".

    With h = (n - 1)·p, a the value at rank ⌊h⌋ from 0, b the next and t = h - ⌊h⌋: a·(1 - t) + b·t. The values are
    finite, without negative zero.
    """
    places = quartile_places(count)
    ranks = sorted({min(rank + step, count - 1) for rank, _ in places for step in (0, 1)})
    found = dict(zip(ranks, select(chunks, ranks, minimum, maximum), strict=True))
    q1, median, q3 = (_between(found.__getitem__, *place) for place in places)
    return q1, median, q3


def sorted_quartiles(ordered: Array) -> tuple[float, float, float]:
    """The same of numbers in ascending order."""
    q1, median, q3 = (_between(ordered.item, *place) for place in quartile_places(len(ordered)))
    return q1, median, q3


def quartile_places(count: int) -> list[tuple[int, int]]:
    """Of each quartile the rank of a and the quarters of t."""
    return [divmod((count - 1) * part, 4) for part in (1, 2, 3)]


def select(chunks: Chunks, ranks: Sequence[int], minimum: float, maximum: float) -> list[float]:
    """The values at ascending ranks, from 0, among values from `minimum` to `maximum`, without sorting all of them."""
    if minimum == maximum:
        return [minimum] * len(ranks)
    if minimum.is_integer() and abs(minimum) < EXACT_INTEGERS and maximum - minimum < COUNTERS:
        found = _counted(chunks, ranks, int(minimum), int(maximum))
        if found is not None:
            return found
    return _selected(chunks, ranks, _key(minimum), _key(maximum))


def _counted(chunks: Chunks, ranks: Sequence[int], lowest: int, highest: int) -> list[float] | None:
    """From one count of every value, unless a value is not whole: what most columns of small integers need."""
    counters = np.zeros(highest - lowest + 1, np.int64)
    if not all(count_whole_numbers(chunk, lowest, counters) for chunk in chunks()):
        return None
    homes = np.searchsorted(np.cumsum(counters), ranks, side="right")
    return [float(lowest + home) for home in homes.tolist()]


def _selected(chunks: Chunks, ranks: Sequence[int], lowest: int, highest: int) -> list[float]:
    """One pass counts values by the leading bits of their distance to the lowest; another collects what is needed.

    A counter with too many values for that is looked at alone, in the same way.
    """
    if lowest == highest:
        return [_value(lowest)] * len(ranks)
    shift = max(0, (highest - lowest).bit_length() - (COUNTERS.bit_length() - 1))
    counters = np.zeros(((highest - lowest) >> shift) + 2, np.int64)
    for chunk in chunks():
        count_keys(chunk, np.uint64(lowest), np.uint64(highest), np.uint64(shift), counters)
    counters = counters[:-1]
    ends = np.cumsum(counters)
    starts = ends - counters
    homes = np.searchsorted(ends, ranks, side="right").tolist()
    wanted = np.zeros(len(counters), np.bool_)
    found: dict[int, float] = {}
    for home in sorted(set(homes)):
        inside = [rank for rank, place in zip(ranks, homes, strict=True) if place == home]
        if counters[home] > FEW_VALUES or not shift:
            low = lowest + (home << shift)
            narrowed = _narrowed(chunks, low, min(highest, low + (1 << shift) - 1))
            inner = [rank - int(starts[home]) for rank in inside]
            found |= dict(zip(inside, _selected(chunks, inner, *narrowed), strict=True))
        else:
            wanted[home] = True
    if wanted.any():
        collected = np.where(wanted, counters, 0)
        ordered = _collected(chunks, (lowest, highest), shift, wanted, int(collected.sum()))
        skipped = starts - (np.cumsum(collected) - collected)
        places = ((rank, home) for rank, home in zip(ranks, homes, strict=True) if wanted[home])
        found |= {rank: float(ordered[rank - skipped[home]]) for rank, home in places}
    return [found[rank] for rank in ranks]


def _narrowed(chunks: Chunks, lowest: int, highest: int) -> tuple[int, int]:
    """The least and the greatest key there is from `lowest` to `highest`: often the same, of a value that repeats."""
    if lowest == highest:
        return lowest, highest
    extremes = np.array([ALL_BITS, 0], np.uint64)
    for chunk in chunks():
        narrow_keys(chunk, np.uint64(lowest), np.uint64(highest), extremes)
    least, greatest = extremes.tolist()
    return lowest + least, lowest + greatest


def _collected(chunks: Chunks, keys: tuple[int, int], shift: int, wanted: Array, count: int) -> Array:
    lowest, highest = np.uint64(keys[0]), np.uint64(keys[1])
    found = np.empty(count)
    filled = 0
    for chunk in chunks():
        filled = collect_keys(chunk, lowest, highest, np.uint64(shift), wanted, found, filled)
    if filled != count:
        raise RuntimeError(f"{filled} values were collected where {count} were counted")
    found.sort()
    return found


def _key(value: float) -> int:
    bits = int(np.float64(value + 0.0).view(np.uint64))
    return bits ^ (ALL_BITS if bits & int(SIGN) else int(SIGN))


def _value(key: int) -> float:
    bits = key ^ (int(SIGN) if key & int(SIGN) else ALL_BITS)
    return float(np.uint64(bits).view(np.float64))


def _between(value_at: Callable[[int], float], rank: int, quarters: int) -> float:
    if not quarters:
        return value_at(rank)
    t = quarters / 4
    return value_at(rank) * (1 - t) + value_at(rank + 1) * t
