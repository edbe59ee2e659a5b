"""The items of the top-level JSON list as cells."""

from typing import Any

from dataset_processor.processing.kernels.byte_masks import byte_at
from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.json_keys import find_key, same_bytes
from dataset_processor.processing.kernels.json_nested import COLON, COMMA, LIST, OBJECT, TO_CLOSING, value_end
from dataset_processor.processing.kernels.json_tokens import (
    BACKSLASH,
    QUOTE,
    decode_string,
    scalar_end,
    skip_space,
    string_stop,
)
from dataset_processor.processing.kernels.kinds import ABSENT, INTEGER, NESTED, TEXT

BLOCK_DONE, BATCH_FULL, NEW_KEY, FAILED = range(4)  # what ended a call
END_OF_LIST, END_OF_OBJECT = ord("]"), ord("}")
ITEM_DEPTH = 2
UNKNOWN = -1

# Slots of a state (int64). Where to go on: the place, the row in the batch, the place in the scratch; whether that is
# at a key within an item, the key before it (its number + 1), the keys before it; where the item begins.
POSITION, ROW, SCRATCH, IS_IN_ITEM, PREVIOUS, KEYS_BEFORE, ITEM_START = range(7)
# What was found: whether it failed behind an item rather than in one; a new key as it is written and decoded; whether
# an escape beyond ASCII was decoded; lists and objects.
IS_BEHIND_ITEM, KEY_START, KEY_LENGTH, NAME_START, NAME_LENGTH, IS_BEYOND_ASCII, NESTED_CELLS = range(7, 14)
STATE_SLOTS = 14


@kernel()
def tokenize_items(
    buffer: Any,
    end: int,
    valid_end: int,
    room: int,
    max_depth: int,
    max_bytes: int,
    max_digits: int,
    opened: Any,
    stride: int,
    starts: Any,
    lengths: Any,
    kinds: Any,
    repeated: Any,
    point: int,
    slots: Any,
    hashes: Any,
    arena: Any,
    raw_places: Any,
    raw_lengths: Any,
    name_places: Any,
    name_lengths: Any,
    columns: Any,
    followers: Any,
    state: Any,
) -> Any:
    """Read items from `state[POSITION]` to `end` into cells, at most `stride`; returns what ended that.

    All cells must be ABSENT before and `repeated` (uint8[stride]) zero; it becomes 1 for rows with a repeated key. An
    item with a byte at or behind `valid_end` fails, and so does one more than `room`. The arrays of keys are described
    in `json_keys`; after NEW_KEY the call is to be repeated with a table that has the key, as long as the batch has
    the column.
    """
    while True:
        if state[IS_IN_ITEM] == 0:
            begun = _begin_item(buffer, end, room, max_depth, stride, state)
            if begun != NEW_KEY:
                return begun
        position, row, scratch = state[POSITION], state[ROW], state[SCRATCH]
        previous, keys_before = state[PREVIOUS], state[KEYS_BEFORE]
        while byte_at(buffer, position) == QUOTE:
            start = position + 1
            key = followers[previous]
            if key >= 0 and same_bytes(buffer, start, arena, raw_places[key], raw_lengths[key]):
                position = start + raw_lengths[key]
            else:
                position, name, name_length = _read_key(buffer, start, scratch, max_bytes)
                if position < 0:
                    return FAILED
                key = find_key(buffer, name, name_length, point, slots, hashes, arena, name_places, name_lengths)
                if key == UNKNOWN:
                    if position > valid_end:
                        return FAILED
                    state[POSITION], state[SCRATCH], state[IS_IN_ITEM] = start - 1, scratch, 1
                    state[PREVIOUS], state[KEYS_BEFORE] = previous, keys_before
                    state[KEY_START], state[KEY_LENGTH] = start, position - start
                    state[NAME_START], state[NAME_LENGTH] = name, name_length
                    return NEW_KEY
                followers[previous] = key
            previous = key + 1
            keys_before += 1
            position = skip_space(buffer, position)
            if byte_at(buffer, position) != COLON:
                return FAILED
            position = skip_space(buffer, position + 1)
            index = columns[key] * stride + row
            if kinds[index] != ABSENT:
                repeated[row] = 1
            byte = byte_at(buffer, position)
            if byte == QUOTE:
                start = position + 1
                stop = string_stop(buffer, start)
                length, position = stop - start, stop + 1
                if byte_at(buffer, stop) == BACKSLASH:
                    position, target, beyond_ascii = decode_string(buffer, start, scratch)
                    start, length = scratch, target - scratch
                    scratch = target
                    state[IS_BEYOND_ASCII] |= beyond_ascii
                elif byte_at(buffer, stop) != QUOTE:
                    return FAILED
                if position < 0 or length > max_bytes:
                    return FAILED
                kinds[index] = TEXT
                starts[index] = start
                lengths[index] = length
            elif byte == OBJECT or byte == LIST:
                start = position
                position = value_end(buffer, start, scratch, ITEM_DEPTH, max_depth, max_bytes, max_digits, opened)
                if position < 0:
                    return FAILED
                kinds[index] = NESTED
                starts[index] = start
                lengths[index] = position - start
                state[NESTED_CELLS] += 1
            else:
                start = position
                position, kind = scalar_end(buffer, start)
                if position < 0 or (kind == INTEGER and position - start > max_digits):
                    return FAILED
                kinds[index] = kind
                starts[index] = start
                lengths[index] = position - start
            position = skip_space(buffer, position)
            if byte_at(buffer, position) != COMMA:
                break
            position = skip_space(buffer, position + 1)
            if byte_at(buffer, position) != QUOTE:
                return FAILED
        if byte_at(buffer, position) != END_OF_OBJECT or position >= valid_end:
            return FAILED
        state[SCRATCH], state[IS_IN_ITEM] = scratch, 0
        state[ROW] = row + 1
        position = skip_space(buffer, position + 1)
        state[POSITION] = position + 1
        byte = byte_at(buffer, position)
        if byte == END_OF_LIST:
            return BLOCK_DONE
        if byte != COMMA:
            state[POSITION], state[IS_BEHIND_ITEM] = position, 1
            return FAILED


@kernel(forceinline=True)
def _begin_item(buffer: Any, end: int, room: int, max_depth: int, stride: int, state: Any) -> Any:
    """Go to the first key, or the end, of an object: NEW_KEY if there is one, else what ended the call."""
    position = state[POSITION]
    if position >= end:
        return BLOCK_DONE
    if state[ROW] == stride:
        return BATCH_FULL
    position = skip_space(buffer, position)
    state[ITEM_START] = position
    if byte_at(buffer, position) != OBJECT or state[ROW] >= room or max_depth < ITEM_DEPTH:
        return FAILED
    position = skip_space(buffer, position + 1)
    byte = byte_at(buffer, position)
    if byte != QUOTE and byte != OBJECT + TO_CLOSING:
        return FAILED
    state[POSITION], state[PREVIOUS], state[KEYS_BEFORE] = position, 0, 0
    return NEW_KEY


@kernel(forceinline=True)
def _read_key(buffer: Any, start: int, scratch: int, max_bytes: int) -> Any:
    """Where a key ends, behind its closing quote, and where its decoded bytes stand and how many these are."""
    stop = string_stop(buffer, start)
    end, name, length = stop + 1, start, stop - start
    if byte_at(buffer, stop) == BACKSLASH:
        end, target, _ = decode_string(buffer, start, scratch)
        name, length = scratch, target - scratch
    elif byte_at(buffer, stop) != QUOTE:
        end = -1
    return -1 if length > max_bytes else end, name, length
