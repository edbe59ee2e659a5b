"""Row hashes sorted into partitions, and the different ones of a partition counted in a table of bounded size.

An entry of a row is two words: the 120 bits of its hash below the top 8, of which the last `POSITION_BITS` give way to
the row's position in its batch. The top 8 bits are the number of its partition, so `COMPARED_BITS` are compared. Places
in a table and in memory follow from the high half alone: who could foresee it, could make all of this slow.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dataset_processor.processing.kernels.compiling import kernel

PARTITIONS = 256
POSITION_BITS = 17
COMPARED_BITS = 128 + 8 - POSITION_BITS
MOST_KEYS = (1 << 20) - 1
FEWEST_SLOTS = 1 << 10
NO_ROW = (1 << 63) - 1

USED_SLOTS, KEYS, REPEATED = 0, 1, 2  # in `Table.state`
LOWEST, HIGHEST = 0, 1  # in `Table.interval`

Words = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
Slots = npt.NDArray[np.uint32]

_ONE, _TWO, _EIGHT, _TOP_BYTE = np.uint64(1), np.uint64(2), np.uint64(8), np.uint64(56)
_POSITION = np.uint64((1 << POSITION_BITS) - 1)
_ROW, _REPEATED_BIT = np.uint64(NO_ROW), np.uint64(1 << 63)
_ORDINAL, _TAG, _FREE = np.uint32(MOST_KEYS), np.uint32(0xFFFFFFFF ^ MOST_KEYS), np.uint32(0)
_TAG_SHIFT = np.uint64(12)


class Pieces(NamedTuple):
    """Adjacent partitions of some batches, a batch a piece.

    Entry i of batch b stands at `entries[bases[b] + i]` (entries x 2); partition p begins with entry `offsets[b, p]`
    (batches x `PARTITIONS` + 1). A batch is made of runs of consecutive rows, its first being `first_runs[b]`:
    positions up to `runs[r, 0]` belong to run r, and a row's number is its position + `runs[r, 1]` (runs x 2).
    """

    entries: Words
    bases: Numbers
    offsets: Slots
    first_runs: Numbers
    runs: Numbers


class Table(NamedTuple):
    """The different hashes of a partition; only those whose first word is within `interval` are counted in one pass.

    `keys` (keys x 3) holds each hash and the first row it is known of, the row's top bit set once it is repeated.
    `slots` (a power of two, at least twice the keys) leads there by open addressing: 12 bits of the hash, which tell
    most others apart, and the number of the key from 1; 0 is free. `state` and `interval` (both ends included) hold
    what is named above.
    """

    slots: Slots
    keys: Words
    state: Numbers
    interval: Words


@kernel()
def sort_into_partitions(high: Words, low: Words, places: Numbers, entries: Words, offsets: Slots) -> None:
    """Write the entries (rows x 2) of a batch, partition after partition, and where each begins (`PARTITIONS` + 1).

    `places` (`PARTITIONS` + 1) is used up.
    """
    for partition in range(PARTITIONS + 1):
        places[partition] = 0
    for position in range(high.shape[0]):
        places[(high[position] >> _TOP_BYTE) + _ONE] += 1
    for partition in range(PARTITIONS):
        places[partition + 1] += places[partition]
    for partition in range(PARTITIONS + 1):
        offsets[partition] = places[partition]
    for position in range(high.shape[0]):
        partition = high[position] >> _TOP_BYTE
        place = places[partition]
        places[partition] = place + 1
        entries[place, 0] = (high[position] << _EIGHT) | (low[position] >> _TOP_BYTE)
        entries[place, 1] = ((low[position] << _EIGHT) & ~_POSITION) | np.uint64(position)


@kernel()
def count_partitions(pieces: Pieces, begin: int, end: int, table: Table, examples: Numbers) -> tuple[int, int]:
    """The different hashes, and those that are repeated, of partitions with fewer entries than the table has keys."""
    distinct, groups = 0, 0
    for partition in range(begin, end):
        clear(table)
        insert(pieces, partition, table, examples)
        distinct += table.state[KEYS]
        groups += table.state[REPEATED]
    return distinct, groups


@kernel()
def clear(table: Table) -> None:
    """Empty a table; it stays as wide as it was, since the next partition holds about as many keys."""
    table.state[USED_SLOTS] = max(table.state[USED_SLOTS], FEWEST_SLOTS)
    table.state[KEYS] = 0
    _rebuild(table)
    table.state[REPEATED] = 0


@kernel()
def insert(pieces: Pieces, partition: int, table: Table, examples: Numbers) -> bool:
    """Count a partition's entries; false if too many different ones agree in their first word.

    `examples`, which ascend, are the first extra copies met so far.
    """
    entries, bases, offsets, first_runs, runs = pieces
    slots, keys, state, interval = table
    mask, lowest, highest = np.uint64(state[USED_SLOTS] - 1), interval[LOWEST], interval[HIGHEST]
    for batch in range(bases.shape[0]):
        run = first_runs[batch]
        for place in range(bases[batch] + offsets[batch, partition], bases[batch] + offsets[batch, partition + 1]):
            first, second = entries[place, 0], entries[place, 1] & ~_POSITION
            if first < lowest or first > highest:
                continue
            position = np.int64(entries[place, 1] & _POSITION)
            while position >= runs[run, 0]:
                run += 1
            row = position + runs[run, 1]
            slot = _slot_of(first, second, mask, slots, keys)
            if slots[slot] != _FREE:
                _repeat(np.int64(slots[slot] & _ORDINAL) - 1, row, keys, state, examples)
                continue
            key = state[KEYS]
            keys[key, 0], keys[key, 1], keys[key, 2] = first, second, np.uint64(row)
            slots[slot] = _tag_of(first) | np.uint32(key + 1)
            state[KEYS] = key + 1
            if 2 * state[KEYS] > state[USED_SLOTS] or state[KEYS] == keys.shape[0]:
                if not _make_room(table):
                    return False
                mask, highest = np.uint64(state[USED_SLOTS] - 1), interval[HIGHEST]
    return True


@kernel(forceinline=True)
def _tag_of(first: np.uint64) -> np.uint32:
    return np.uint32(first >> _TAG_SHIFT) & _TAG


@kernel(forceinline=True)
def _slot_of(first: np.uint64, second: np.uint64, mask: np.uint64, slots: Slots, keys: Words) -> np.uint64:
    """The slot that leads to a hash, or the free one where it belongs."""
    tag = _tag_of(first)
    slot = (first >> _EIGHT) & mask
    while slots[slot] != _FREE:
        if slots[slot] & _TAG == tag:
            key = np.int64(slots[slot] & _ORDINAL) - 1
            if keys[key, 0] == first and keys[key, 1] == second:
                break
        slot = (slot + _ONE) & mask
    return slot


@kernel(forceinline=True)
def _repeat(key: np.int64, row: np.int64, keys: Words, state: Numbers, examples: Numbers) -> None:
    """Of two equal rows the later one is an extra copy; so each copy is met once, in whatever order rows come."""
    earliest = np.int64(keys[key, 2] & _ROW)
    if keys[key, 2] <= _ROW:
        state[REPEATED] += 1
        keys[key, 2] |= _REPEATED_BIT
    if row < earliest:
        keys[key, 2] = np.uint64(row) | _REPEATED_BIT
    if max(row, earliest) < examples[examples.shape[0] - 1]:
        _keep_example(max(row, earliest), examples)


@kernel()
def _keep_example(copy: np.int64, examples: Numbers) -> None:
    """Put a row in its place, unless it is there: a row may be met again in a later pass."""
    place = examples.shape[0] - 1
    while place > 0 and examples[place - 1] >= copy:
        place -= 1
    if examples[place] != copy:
        for later in range(examples.shape[0] - 1, place, -1):
            examples[later] = examples[later - 1]
        examples[place] = copy


@kernel()
def _make_room(table: Table) -> bool:
    """Double the slots in use; with all keys taken, leave the upper half of the interval to a later pass."""
    state, interval = table.state, table.interval
    if 2 * state[KEYS] > state[USED_SLOTS]:
        state[USED_SLOTS] *= 2
    while state[KEYS] == table.keys.shape[0]:
        if interval[LOWEST] == interval[HIGHEST]:
            return False
        interval[HIGHEST] = interval[LOWEST] + (interval[HIGHEST] - interval[LOWEST]) // _TWO
        _forget_keys_above(interval[HIGHEST], table.keys, state)
    _rebuild(table)
    return True


@kernel()
def _forget_keys_above(highest: np.uint64, keys: Words, state: Numbers) -> None:
    kept, repeated = 0, 0
    for key in range(state[KEYS]):
        if keys[key, 0] <= highest:
            for part in range(3):
                keys[kept, part] = keys[key, part]
            repeated += keys[key, 2] > _ROW
            kept += 1
    state[KEYS], state[REPEATED] = kept, repeated


@kernel()
def _rebuild(table: Table) -> None:
    """Fill the slots in use anew from the keys."""
    slots, keys = table.slots, table.keys
    mask = np.uint64(table.state[USED_SLOTS] - 1)
    for slot in range(table.state[USED_SLOTS]):
        slots[slot] = _FREE
    for key in range(table.state[KEYS]):
        place = (keys[key, 0] >> _EIGHT) & mask
        while slots[place] != _FREE:
            place = (place + _ONE) & mask
        slots[place] = _tag_of(keys[key, 0]) | np.uint32(key + 1)
