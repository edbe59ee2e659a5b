"""From columns to the bytes of whole rows, as CSV or as JSON objects."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.datasets.catalog import CSV, Form
from benchmarks.datasets.cells import last_byte, literal
from benchmarks.datasets.randomness import Flags, Randomness, Words

QUOTE = np.uint64(ord('"'))
NULL = np.uint64(int.from_bytes(b"null", "little"))
NOTHING = np.uint64(0)


@dataclass(frozen=True)
class Column:
    """A name and a cell a row. `text` is quoted in JSON, `quoted` in CSV; where `null`, it is empty or JSON's null.

    Where `missing`, a JSON object does not have the key.
    """

    name: str
    cells: Words
    text: bool = False
    quoted: bool = False
    null: Flags | None = None
    missing: Flags | None = None


def rows_of(columns: Sequence[Column], form: Form, *, repeat: int = 1) -> Words:
    """One row of words for each row of the file; `repeat` rows of CSV cells are put on one line."""
    if form == CSV:
        parts = [part for column in columns for part in _csv_parts(column)]
        matrix = np.concatenate(parts, axis=1)
        matrix = matrix.reshape(matrix.shape[0] // repeat, -1)
        matrix[:, -1] ^= last_byte(",") ^ last_byte("\n")
        return matrix
    parts = [part for number, column in enumerate(columns) for part in _json_parts(column, first=number == 0)]
    return np.concatenate([*parts, literal("}", len(columns[0].cells))], axis=1)


def repeat_some_rows(matrix: Words, random: Randomness, per_mille: int) -> None:
    """Overwrite some rows with others of the same block."""
    count = len(matrix)
    copies = np.flatnonzero(random.chance(per_mille, count))
    matrix[copies] = matrix[random.below(count, len(copies))]


def text_of(matrix: Words) -> bytes:
    """The bytes without the NULs."""
    return matrix.astype("<u8", copy=False).tobytes().translate(None, b"\0")


def row_ends(matrix: Words) -> Words:
    """How many bytes of the text each row and all before it take."""
    return np.cumsum(np.count_nonzero(matrix.view(np.uint8), axis=1)).astype(np.uint64)


def _csv_parts(column: Column) -> list[Words]:
    cells = column.cells
    if column.null is not None:
        cells = np.where(column.null[:, np.newaxis], NOTHING, cells)
    if column.quoted:
        count = len(cells)
        return [np.full((count, 1), QUOTE), cells, np.full((count, 1), QUOTE | last_byte(","))]
    return [*_all_but_last(cells), cells[:, -1:] | last_byte(",")]


def _json_parts(column: Column, *, first: bool) -> list[Words]:
    count = len(column.cells)
    glue = literal(f',\n{{"{column.name}":' if first else f',"{column.name}":', count)
    cells = column.cells
    if column.text:
        opening = np.full((count, 1), QUOTE)
        cells = np.concatenate([opening, *_all_but_last(cells), cells[:, -1:] | last_byte('"')], axis=1)
    if column.null is not None:
        cells = np.where(column.null[:, np.newaxis], NOTHING, cells)
        cells[:, 0] = np.where(column.null, NULL, cells[:, 0])
    if column.missing is not None:
        present = ~column.missing[:, np.newaxis]
        glue, cells = np.where(present, glue, NOTHING), np.where(present, cells, NOTHING)
    return [glue, cells]


def _all_but_last(cells: Words) -> list[Words]:
    return [cells[:, :-1]] if cells.shape[1] > 1 else []
