"""What each cell of a batch is, and the number it stands for."""

import numpy as np

from dataset_processor.processing.kernels.compiling import kernel
from dataset_processor.processing.kernels.dates import date_class, may_be_date
from dataset_processor.processing.kernels.kinds import (
    ABSENT_CELL,
    BLANK_CELL,
    BOOLEAN_CELL,
    EMPTY_CELL,
    FALSE,
    INTEGER,
    INTEGER_CELL,
    NESTED_CELL,
    NULL,
    NULL_CELL,
    REAL,
    REAL_CELL,
    TEXT,
    TEXT_CELL,
    TRUE,
)
from dataset_processor.processing.kernels.numbers import (
    ASK_PYTHON,
    INTEGER_FORM,
    NOT_A_NUMBER,
    WHITE_SPACE,
    parse_json_number,
    parse_number,
)


@kernel()
def classify_cells(
    buffer: np.ndarray,
    starts: np.ndarray,
    lengths: np.ndarray,
    kinds: np.ndarray,
    stride: int,
    columns: int,
    rows: int,
    classes: np.ndarray,
    values: np.ndarray,
    unknown: np.ndarray,
) -> int:
    """Give each cell its class and, if it is a number, its value.

    Cells that Python must decide are listed in `unknown` by their index; returns how many these are.
    """
    asked = 0
    for column in range(columns):
        for index in range(column * stride, column * stride + rows):
            kind = kinds[index]
            start, length = np.int64(starts[index]), np.int64(lengths[index])
            if kind == TEXT:
                if length == 0:
                    classes[index] = EMPTY_CELL
                    continue
                form, value = parse_number(buffer, start, length)
                if form == NOT_A_NUMBER:
                    classes[index] = (
                        date_class(buffer, start, length) if may_be_date(buffer, start, length) else TEXT_CELL
                    )
                    continue
            elif kind == INTEGER or kind == REAL:
                form, value = parse_json_number(buffer, start, length, kind == REAL)
            else:
                classes[index] = plain_class(kind)
                continue
            if form == ASK_PYTHON:
                unknown[asked] = index
                asked += 1
            elif form == WHITE_SPACE:
                classes[index] = BLANK_CELL
            else:
                classes[index] = INTEGER_CELL if form == INTEGER_FORM else REAL_CELL
                values[index] = value
    return asked


@kernel(inline="always")
def plain_class(kind: np.uint8) -> int:
    """The class of a cell whose kind says it all."""
    if kind == NULL:
        return NULL_CELL
    if kind == TRUE or kind == FALSE:
        return BOOLEAN_CELL
    return ABSENT_CELL if kind == 0 else NESTED_CELL
