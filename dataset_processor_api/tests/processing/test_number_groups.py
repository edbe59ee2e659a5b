"""Numbers that are set aside: what a group says of them, and what it keeps in memory."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataset_processor.processing.number_groups import NumberBuffer, NumberGroup, NumberSegment, sorted_numbers
from dataset_processor.processing.spill import SpillStore

ROWS = 6


def group_of(store: SpillStore, columns: int) -> NumberGroup:
    """Column c has a number in every row, but only in every second one where c is odd."""
    buffer = NumberBuffer(store, columns, ROWS, ROWS * columns * 12)
    for column in range(columns):
        rows = range(0, ROWS, 1 + column % 2)
        buffer.counts[column] = len(rows)
        buffer.numbers[column, : len(rows)] = [column * 100 - row for row in rows]
        buffer.rows[column, : len(rows)] = rows
    buffer.extend(first_row=1000, rows=ROWS)
    (group,) = buffer.flush(columns)
    return group


@pytest.fixture(params=[0, 1 << 30], ids=["on disk", "in memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SpillStore:
    return SpillStore(tmp_path, request.param, 1 << 30)


@pytest.mark.parametrize("column", [0, 1, 2, 7])
def test_a_segment_has_the_numbers_of_a_column_and_their_rows(store: SpillStore, column: int) -> None:
    segment = NumberSegment.of(store, group_of(store, 8), column)
    rows = list(range(0, ROWS, 1 + column % 2))
    assert segment.values().tolist() == [column * 100 - row for row in rows]
    assert [segment.row_index(position) for position in range(segment.count)] == [1000 + row for row in rows]


def test_numbers_of_neighbours_are_sorted_also_where_a_group_knows_fewer_columns(store: SpillStore) -> None:
    groups = [group_of(store, 2), group_of(store, 1), group_of(store, 4)]
    found = sorted_numbers(store, groups, 1, np.array([6, 6, 3]))
    assert [column.tolist() for column in found] == [
        sorted([100, 98, 96] * 2),
        [200 - row for row in reversed(range(ROWS))],
        [296, 298, 300],
    ]


def test_what_a_group_keeps_in_memory_does_not_grow_with_its_columns(tmp_path: Path) -> None:
    store = SpillStore(tmp_path, 0, 1 << 30)
    few, many = (kept(group_of(store, columns)) for columns in (1, 500))
    assert few == many


def kept(group: NumberGroup) -> int:
    arrays: list[Any] = [getattr(group, field.name) for field in fields(group)]
    arrays += [array.array for array in arrays if hasattr(array, "array")]
    return sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))
