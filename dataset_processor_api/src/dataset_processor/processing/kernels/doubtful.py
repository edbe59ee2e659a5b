"""Cells that only Python can read, if they are numbers at all: underscores, digits and spaces beyond ASCII."""

import numpy as np

from dataset_processor.processing.kernels.addresses import byte_at
from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.number_tables import (
    CHARACTER_PAGES,
    CHARACTERS,
    OF_A_NUMBER,
    PAGES,
    UNICODE_SPACE,
)

NOT_A_NUMBER, INTEGER_FORM, REAL_FORM, WHITE_SPACE, ASK_PYTHON = range(5)  # what a cell is


@kernel(forceinline=False)
def doubtful_cell(begin: int, end: int) -> int:
    """WHITE_SPACE, or ASK_PYTHON where all but the spaces around may belong to a number, or NOT_A_NUMBER.

    The cell between two addresses is UTF-8, lone surrogates allowed; 3 bytes beyond its end may be read.
    """
    index, inside, behind = begin, False, False
    while index < end:
        character, size = _character_at(index)
        if character >= CHARACTERS:
            return NOT_A_NUMBER
        kind = PAGES[CHARACTER_PAGES[character >> np.uint32(6)] << 6 | character & np.uint32(63)]
        if kind == OF_A_NUMBER and not behind:
            inside = True
        elif kind == UNICODE_SPACE:
            behind = inside
        else:
            return NOT_A_NUMBER
        index += size
    return ASK_PYTHON if inside else WHITE_SPACE


@kernel(forceinline=True)
def _character_at(index: int) -> tuple[np.uint32, int]:
    """The code point at an address, and the number of its bytes."""
    first = np.uint32(byte_at(index))
    if first < np.uint32(0x80):
        return first, 1
    character = _continued(first & np.uint32(0x1F), index + 1)
    if first < np.uint32(0xE0):
        return character, 2
    character = _continued(character, index + 2)
    if first < np.uint32(0xF0):
        return character & np.uint32(0xFFFF), 3
    return _continued(character, index + 3) & np.uint32(0x1FFFFF), 4


@kernel(inline="always")
def _continued(character: np.uint32, index: int) -> np.uint32:
    return np.uint32(character << np.uint32(6) | np.uint32(byte_at(index)) & np.uint32(0x3F))
