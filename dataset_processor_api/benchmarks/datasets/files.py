"""Data sets as files: written block by block, kept for the next run."""

import os
from pathlib import Path
from typing import BinaryIO

import numpy as np

from benchmarks.datasets.catalog import CSV, Recipe
from benchmarks.datasets.prose import NESTED, QUOTED, TEXT
from benchmarks.datasets.randomness import Words
from benchmarks.datasets.rows import row_ends, text_of
from benchmarks.datasets.tables import MIXED, NARROW, NUMBERS, WIDE

TABLES = {table.name: table for table in (MIXED, NUMBERS, TEXT, QUOTED, WIDE, NARROW, NESTED)}
JSON_START, JSON_END = b"[\n", b"\n]\n"


def cached(recipe: Recipe, folder: Path) -> Path:
    """The file of the recipe, made if it is not there yet; a file that is there is complete."""
    path = folder / recipe.file_name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"{recipe.file_name}.{os.getpid()}.part"
        try:
            with unfinished.open("wb") as file:
                write(recipe, file)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    return path


def write(recipe: Recipe, file: BinaryIO) -> int:
    """Write as many whole rows as fit into the size, at least one, and return how many."""
    table = TABLES[recipe.name]
    start, end = (table.header(), b"") if recipe.form == CSV else (JSON_START, JSON_END)
    file.write(start)
    room = recipe.size_bytes - len(start) - len(end)
    rows, number = 0, 0
    while True:
        matrix = table.block(recipe.seed, number, recipe.form)
        text = text_of(matrix)
        if number == 0 and recipe.form != CSV:
            text = text[len(b",\n") :]
        if len(text) > room:
            break
        file.write(text)
        room -= len(text)
        rows += len(matrix)
        number += 1
    rows += _write_part(matrix, text, room, file, at_least=1 if rows == 0 else 0)
    file.write(end)
    return rows


def _write_part(matrix: Words, text: bytes, room: int, file: BinaryIO, *, at_least: int) -> int:
    ends = row_ends(matrix)
    ends -= ends[-1] - np.uint64(len(text))
    rows = max(int(np.searchsorted(ends, room, side="right")), at_least)
    if rows:
        file.write(text[: int(ends[rows - 1])])
    return rows
