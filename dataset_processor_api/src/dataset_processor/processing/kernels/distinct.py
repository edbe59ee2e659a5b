"""How many different values a column has: counted one by one while they are few, by a sketch when they are many."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.hashing import bits_of
from dataset_processor.processing.kernels.intrinsics import leading_zeros
from dataset_processor.processing.kernels.kinds import INTEGER, NESTED, REAL

# Slots of a column's `used`.
VALUES, BYTES, OVERFLOWED = 0, 1, 2
SKETCH_BITS = 12
REGISTERS = 1 << SKETCH_BITS
HIGHEST_RANK = 64 - SKETCH_BITS + 1
KEPT_BYTES = 100
DOUBLE_BYTES = 8
MINUS, ZERO = np.uint8(45), np.uint8(48)


@kernel(inline="always")
def sketch(key: np.uint64, registers: np.ndarray) -> None:
    """HyperLogLog (Flajolet and others, 2007): a register keeps the longest run of zero bits it has seen, plus one."""
    register = np.int64(key >> np.uint64(64 - SKETCH_BITS))
    rank = leading_zeros((key << np.uint64(SKETCH_BITS)) | np.uint64(1 << (SKETCH_BITS - 1))) + 1
    registers[register] = max(registers[register], rank)


@kernel()
def spill_into_sketch(keys: np.ndarray, used: np.ndarray, registers: np.ndarray) -> None:
    """The values are too many: the sketch takes over."""
    used[OVERFLOWED] = 1
    for key in keys:
        if key != 0:
            sketch(key, registers)


@kernel()
def place_of(keys: np.ndarray, key: np.uint64, slot_factor: np.uint64) -> int:
    """The slot that holds the key, or the free one where it belongs; nobody can foresee which it will be."""
    last = len(keys) - 1
    slot = np.int64((key * slot_factor) >> np.uint64(32)) & last
    while keys[slot] != key and keys[slot] != 0:
        slot = (slot + 1) & last
    return slot


@kernel()
def keep_value(
    buffer: np.ndarray,
    start: int,
    length: int,
    kind: np.uint8,
    bits: np.uint64,
    slot: int,
    places: np.ndarray,
    arena: np.ndarray,
    used: np.ndarray,
) -> bool:
    """Note a new value's kind and first bytes; `False` where there is no room, which depends on the values alone.

    Of a JSON number with a fraction the `bits` of its double are kept, of a list or object nothing: equal ones may be
    written in several ways.
    """
    if kind == INTEGER and length == 2 and buffer[start] == MINUS and buffer[start + 1] == ZERO:
        start, length = start + 1, 1
    kept = min(length, KEPT_BYTES)
    if kind == NESTED:
        length = kept = 0
    elif kind == REAL:
        length = kept = DOUBLE_BYTES
    place = used[BYTES]
    if place + kept + 2 > len(arena):
        return False
    arena[place], arena[place + 1] = kind, kept + (length > kept)
    for i in range(kept):
        arena[place + 2 + i] = (bits >> np.uint64(8 * i)) & np.uint64(0xFF) if kind == REAL else buffer[start + i]
    places[slot] = place
    used[BYTES] = place + kept + 2
    used[VALUES] += 1
    return True


@kernel()
def count_values(
    buffer: np.ndarray,
    starts: np.ndarray,
    lengths: np.ndarray,
    kinds: np.ndarray,
    values: np.ndarray,
    cell_keys: np.ndarray,
    first: int,
    rows: int,
    keys: np.ndarray,
    counts: np.ndarray,
    places: np.ndarray,
    arena: np.ndarray,
    used: np.ndarray,
    registers: np.ndarray,
    most: int,
    slot_factor: np.uint64,
) -> None:
    """Count the values of one column: row r has the key `cell_keys[r]`, 0 for null, and its cell at `first + r`.

    At most `most` different ones are kept, fewer if their bytes fill the arena.
    """
    row = 0
    while row < rows and used[OVERFLOWED] == 0:
        key = cell_keys[row]
        if key != 0:
            slot = place_of(keys, key, slot_factor)
            if keys[slot] == 0:
                index = first + row
                start, length = np.int64(starts[index]), np.int64(lengths[index])
                room = used[VALUES] < most and keep_value(
                    buffer, start, length, kinds[index], bits_of(values, index), slot, places, arena, used
                )
                if not room:
                    spill_into_sketch(keys, used, registers)
                    break
                keys[slot] = key
            counts[slot] += 1
        row += 1
    while row < rows:
        key = cell_keys[row]
        if key != 0:
            sketch(key, registers)
        row += 1


@kernel()
def merge_values(
    keys: np.ndarray,
    counts: np.ndarray,
    places: np.ndarray,
    arena: np.ndarray,
    used: np.ndarray,
    registers: np.ndarray,
    other_keys: np.ndarray,
    other_counts: np.ndarray,
    other_places: np.ndarray,
    other_arena: np.ndarray,
    other_used: np.ndarray,
    other_registers: np.ndarray,
    most: int,
    slot_factor: np.uint64,
) -> None:
    """Add one column's values of another thread to this one's."""
    if other_used[OVERFLOWED] == 1 and used[OVERFLOWED] == 0:
        spill_into_sketch(keys, used, registers)
    for slot in range(len(other_keys)):
        key = other_keys[slot]
        if key == 0 or other_used[OVERFLOWED] == 1:
            continue
        if used[OVERFLOWED] == 0:
            mine = place_of(keys, key, slot_factor)
            if keys[mine] == 0:
                place = other_places[slot]
                kept = min(np.int64(other_arena[place + 1]), KEPT_BYTES)
                if used[VALUES] < most and used[BYTES] + kept + 2 <= len(arena):
                    here = used[BYTES]
                    for i in range(kept + 2):
                        arena[here + i] = other_arena[place + i]
                    places[mine] = here
                    used[BYTES] = here + kept + 2
                    used[VALUES] += 1
                    keys[mine] = key
                else:
                    spill_into_sketch(keys, used, registers)
            if used[OVERFLOWED] == 0:
                counts[mine] += other_counts[slot]
        if used[OVERFLOWED] == 1:
            sketch(key, registers)
    for register in range(len(registers)):
        registers[register] = max(registers[register], other_registers[register])


@kernel()
def merge_tables(
    keys: np.ndarray,
    counts: np.ndarray,
    places: np.ndarray,
    arenas: np.ndarray,
    used: np.ndarray,
    registers: np.ndarray,
    other_keys: np.ndarray,
    other_counts: np.ndarray,
    other_places: np.ndarray,
    other_arenas: np.ndarray,
    other_used: np.ndarray,
    other_registers: np.ndarray,
    most: int,
    slot_factor: np.uint64,
) -> None:
    """The same of each column that both have room for."""
    for column in range(min(len(used), len(other_used))):
        merge_values(
            keys[column],
            counts[column],
            places[column],
            arenas[column],
            used[column],
            registers[column],
            other_keys[column],
            other_counts[column],
            other_places[column],
            other_arenas[column],
            other_used[column],
            other_registers[column],
            most,
            slot_factor,
        )
