"""JSON lists and objects that stay as they are: only whether they are valid, and where they end."""

from typing import Any

from dataset_processor.processing.kernels.byte_masks import byte_at
from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.json_tokens import (
    BACKSLASH,
    QUOTE,
    decode_string,
    scalar_end,
    skip_space,
    string_stop,
)
from dataset_processor.processing.kernels.kinds import INTEGER

COMMA, COLON, LIST, OBJECT = (ord(c) for c in ",:[{")
TO_CLOSING = 2  # from an opening bracket to the closing one


@kernel()
def value_end(
    buffer: Any, position: int, scratch: int, depth: int, max_depth: int, max_bytes: int, max_digits: int, opened: Any
) -> Any:
    """Where a valid value ends that begins at `position`, or the complement of a place at or before what is wrong.

    `depth` lists and objects are open around it; `opened` is uint8[max_depth + 1], to work with. A string of more than
    `max_bytes` decoded bytes is wrong, and so is an integer of more than `max_digits`.
    """
    outer = depth
    while True:
        byte = byte_at(buffer, position)
        if byte == LIST or byte == OBJECT:
            depth += 1
            if depth > max_depth:
                return ~position
            opened[depth] = byte
            position = skip_space(buffer, position + 1)
            if byte_at(buffer, position) != byte + TO_CLOSING:
                if byte == OBJECT:
                    position = _member_value(buffer, position, scratch, max_bytes)
                    if position < 0:
                        return position
                continue
            position += 1
            depth -= 1
        else:
            position = _plain_value_end(buffer, position, scratch, max_bytes, max_digits)
            if position < 0:
                return position
        while depth > outer:
            position = skip_space(buffer, position)
            byte = byte_at(buffer, position)
            if byte == COMMA:
                position = skip_space(buffer, position + 1)
                if opened[depth] == OBJECT:
                    position = _member_value(buffer, position, scratch, max_bytes)
                    if position < 0:
                        return position
                break
            if byte != opened[depth] + TO_CLOSING:
                return ~position
            position += 1
            depth -= 1
        if depth == outer:
            return position


@kernel(forceinline=True)
def _member_value(buffer: Any, position: int, scratch: int, max_bytes: int) -> Any:
    """Where the value of an object's member begins, from the place where its key should."""
    if byte_at(buffer, position) != QUOTE:
        return ~position
    position = string_end(buffer, position + 1, scratch, max_bytes)
    if position < 0:
        return position
    position = skip_space(buffer, position)
    if byte_at(buffer, position) != COLON:
        return ~position
    return skip_space(buffer, position + 1)


@kernel(forceinline=True)
def _plain_value_end(buffer: Any, position: int, scratch: int, max_bytes: int, max_digits: int) -> Any:
    if byte_at(buffer, position) == QUOTE:
        return string_end(buffer, position + 1, scratch, max_bytes)
    end, kind = scalar_end(buffer, position)
    return ~position if kind == INTEGER and end - position > max_digits else end


@kernel(forceinline=True)
def string_end(buffer: Any, start: int, scratch: int, max_bytes: int) -> Any:
    """Where a string ends, behind its closing quote; `start` is behind the opening one."""
    stop = string_stop(buffer, start)
    end, length = stop + 1, stop - start
    byte = byte_at(buffer, stop)
    if byte == BACKSLASH:
        end, target, _ = decode_string(buffer, start, scratch)
        length = target - scratch
    elif byte != QUOTE:
        return ~(start - 1)
    return ~(start - 1) if end >= 0 and length > max_bytes else end
