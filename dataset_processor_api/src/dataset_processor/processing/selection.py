"""Exact quartiles of numbers that come in chunks, as often as asked for, in any order."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from dataset_processor.processing.kernels.selection import COUNTERS, SIGN, collect_keys, count_keys
from dataset_processor.processing.parsers.batch import Array

Chunks = Callable[[], Iterator[Array]]
FEW_VALUES = 1 << 18
ALL_BITS = (1 << 64) - 1


def quartiles(chunks: Chunks, count: int, minimum: float, maximum: float) -> tuple[float, float, float]:
    """Quartiles by linear interpolation: type 7 of Hyndman and Fan (1996), "Sample Quantiles in Statistical Packages".

    With h = (n - 1)·p, a the value at rank ⌊h⌋ from 0, b the next and t = h - ⌊h⌋: a·(1 - t) + b·t. The values are
    finite, without negative zero.
    """
    places = [divmod((count - 1) * part, 4) for part in (1, 2, 3)]
    ranks = sorted({min(rank + step, count - 1) for rank, _ in places for step in (0, 1)})
    found = dict(zip(ranks, values_at(chunks, ranks, count, minimum, maximum), strict=True))
    q1, median, q3 = (_between(found, *place) for place in places)
    return q1, median, q3


def values_at(chunks: Chunks, ranks: Sequence[int], count: int, minimum: float, maximum: float) -> list[float]:
    """The values at ascending ranks, from 0, among `count` values from `minimum` to `maximum`."""
    if minimum == maximum:
        return [minimum] * len(ranks)
    if count <= FEW_VALUES:
        ordered = np.sort(np.concatenate(list(chunks())))
        return [float(ordered[rank]) for rank in ranks]
    return select(chunks, ranks, minimum, maximum)


def select(chunks: Chunks, ranks: Sequence[int], minimum: float, maximum: float) -> list[float]:
    """The values at ascending ranks, from 0, among values from `minimum` to `maximum`, without sorting all of them."""
    return _selected(chunks, ranks, _key(minimum), _key(maximum))


def _selected(chunks: Chunks, ranks: Sequence[int], lowest: int, highest: int) -> list[float]:
    """One pass counts values by the leading bits of their distance to the lowest; another collects what is needed."""
    shift = max(0, (highest - lowest).bit_length() - (COUNTERS.bit_length() - 1))
    counters = np.zeros(((highest - lowest) >> shift) + 1, np.int64)
    for chunk in chunks():
        count_keys(chunk, np.uint64(lowest), np.uint64(highest), np.uint64(shift), counters)
    before = np.concatenate(([0], np.cumsum(counters)))
    homes = [int(np.searchsorted(before, rank, side="right")) - 1 for rank in ranks]
    crowded = {home for home in homes if counters[home] > FEW_VALUES and shift}
    result: dict[int, float] = {}
    for home in crowded:
        inner = [rank - int(before[home]) for rank, place in zip(ranks, homes, strict=True) if place == home]
        low = lowest + (home << shift)
        high = min(highest, low + (1 << shift) - 1)
        values = _selected(chunks, inner, low, high)
        result |= {rank + int(before[home]): value for rank, value in zip(inner, values, strict=True)}
    wanted = np.zeros(len(counters), np.bool_)
    wanted[[home for home in homes if home not in crowded]] = True
    single = shift == 0
    ordered = np.empty(0) if single else _collected(chunks, lowest, shift, wanted, int(counters[wanted].sum()))
    for rank, home in zip(ranks, homes, strict=True):
        if home in crowded:
            continue
        if single:
            result[rank] = _value(lowest + home)
        else:
            skipped = int(counters[:home][wanted[:home]].sum())
            result[rank] = float(ordered[skipped + rank - int(before[home])])
    return [result[rank] for rank in ranks]


def _collected(chunks: Chunks, lowest: int, shift: int, wanted: Array, count: int) -> Array:
    found = np.empty(count)
    filled = 0
    if count:
        for chunk in chunks():
            filled = collect_keys(chunk, np.uint64(lowest), np.uint64(shift), wanted, found, filled)
    found.sort()
    return found


def _key(value: float) -> int:
    bits = int(np.float64(value + 0.0).view(np.uint64))
    return bits ^ (ALL_BITS if bits & int(SIGN) else int(SIGN))


def _value(key: int) -> float:
    bits = key ^ (int(SIGN) if key & int(SIGN) else ALL_BITS)
    return float(np.uint64(bits).view(np.float64))


def _between(found: dict[int, float], rank: int, quarters: int) -> float:
    if not quarters:
        return found[rank]
    t = quarters / 4
    return found[rank] * (1 - t) + found[rank + 1] * t
