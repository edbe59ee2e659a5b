"""What is counted of a batch is what plain Python counts, whatever mixture of cells a column holds."""

import math
import random

import numpy as np
import pytest

from dataset_processor.processing.kernels import kinds
from dataset_processor.processing.kernels.tally import (
    CHARACTERS,
    COUNT_SLOTS,
    FIRST_UNCLEAR_DATE,
    LEADING_ZEROS,
    LONGEST,
    NON_FINITE,
    SHORTEST,
    set_numbers_aside,
    tally_classes,
    tally_texts,
)
from dataset_processor.processing.parsers.batch import Batch

INTEGER, REAL, TEXT, DATE = kinds.INTEGER_CELL, kinds.REAL_CELL, kinds.TEXT_CELL, kinds.DAY_OR_MONTH_CELL
NOTHING = np.iinfo(np.int64).max
ROWS = [1, 63, 64, 65, 700]
MIXTURES = {
    "integers alone": {INTEGER: 1},
    "reals alone": {REAL: 1},
    "numbers": {INTEGER: 1, REAL: 1},
    "texts and dates": {TEXT: 5, DATE: 1},
    "nulls": {kinds.EMPTY_CELL: 1, kinds.NULL_CELL: 1},
    "everything": dict.fromkeys(range(kinds.CLASSES), 1),
    "hardly a number": {TEXT: 40, REAL: 1},
}
VALUES = [0.0, -0.0, 1.0, -2.5, 1e308, 5e-324, 7.0, -1e300]
NO_NUMBERS = [math.inf, -math.inf, math.nan]
WORDS = [b"7", b"007", b"0", b"10", b"0x", "é7".encode()]


class Column:
    """One column of a batch, filled at random."""

    def __init__(self, mixture: dict[int, int], rows: int, *, finite: bool) -> None:
        rng = random.Random(f"{sorted(mixture)} {rows} {finite}")
        self.batch = Batch(1)
        self.batch.rows = rows
        self.classes = rng.choices(list(mixture), list(mixture.values()), k=rows)
        self.numbers = [rng.choice(VALUES if finite else VALUES + NO_NUMBERS) for _ in range(rows)]
        self.words = [rng.choice(WORDS) for _ in range(rows)]
        ends = np.cumsum([len(word) for word in self.words])
        self.buffer = np.frombuffer(b"".join(self.words) + bytes(64), np.uint8).copy()
        self.batch.lengths[:rows] = [len(word) for word in self.words]
        self.batch.starts[:rows] = ends - self.batch.lengths[:rows]
        self.batch.kinds[:rows] = kinds.TEXT
        self.batch.classes[:rows] = self.classes
        self.batch.values[:rows] = self.numbers

    @property
    def kept(self) -> list[tuple[int, float]]:
        """Rows and values of the finite numbers."""
        cells = enumerate(zip(self.classes, self.numbers, strict=True))
        return [(row, x) for row, (kind, x) in cells if kind in (INTEGER, REAL) and math.isfinite(x)]


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("mixture", MIXTURES.values(), ids=MIXTURES.keys())
@pytest.mark.parametrize("finite", [True, False], ids=["finite", "not all finite"])
def test_finite_numbers_are_set_aside(mixture: dict[int, int], rows: int, finite: bool) -> None:
    column, batch = Column(mixture, rows, finite=finite), Column(mixture, rows, finite=finite).batch
    numbers, number_rows = np.full((1, 2000), -9.0), np.zeros((1, 2000), np.uint32)
    number_counts, counts = np.array([3]), np.zeros((1, COUNT_SLOTS), np.int64)
    extremes = np.array([[math.inf, -math.inf]])

    set_numbers_aside(
        *(column.buffer, batch.starts, batch.lengths, batch.kinds, batch.classes, batch.values),
        *(batch.stride, 1, rows, 100, numbers, number_rows, number_counts, counts, extremes),
    )

    kept = column.kept
    end = 3 + len(kept)
    assert number_counts.tolist() == [end]
    assert list(zip(number_rows[0, 3:end].tolist(), numbers[0, 3:end].tolist(), strict=True)) == [
        (100 + row, x) for row, x in kept
    ]
    assert not np.signbit(numbers[0, 3:end])[numbers[0, 3:end] == 0].any()
    assert numbers[0, :3].tolist() == [-9.0] * 3
    values = [x for _, x in kept]
    assert extremes.tolist() == [[min(values, default=math.inf), max(values, default=-math.inf)]]
    found = sum(kind in (INTEGER, REAL) for kind in column.classes)
    assert counts[0, NON_FINITE] == found - len(kept)
    zeros = [row for row, _ in kept if column.classes[row] == INTEGER and column.words[row] == b"007"]
    assert counts[0, LEADING_ZEROS] == len(zeros)


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("mixture", MIXTURES.values(), ids=MIXTURES.keys())
@pytest.mark.parametrize("is_ascii", [True, False], ids=["by bytes", "by characters"])
def test_classes_and_lengths_of_texts_are_counted(mixture: dict[int, int], rows: int, is_ascii: bool) -> None:
    column = Column(mixture, rows, finite=True)
    batch = column.batch
    counts = np.zeros((1, COUNT_SLOTS), np.int64)
    counts[0, [SHORTEST, FIRST_UNCLEAR_DATE]] = NOTHING

    tally_classes(batch.classes, batch.stride, 1, rows, counts)
    tally_texts(
        *(column.buffer, batch.starts, batch.lengths, batch.classes),
        *(batch.stride, 1, rows, 50, is_ascii, counts),
    )

    assert counts[0, : kinds.CLASSES].tolist() == [column.classes.count(kind) for kind in range(kinds.CLASSES)]
    cells = zip(column.words, column.classes, strict=True)
    texts = [word for word, kind in cells if TEXT <= kind <= kinds.MONTH_FIRST_CELL]
    lengths = [len(word) if is_ascii else len(word.decode("utf-8")) for word in texts]
    assert counts[0, CHARACTERS] == sum(lengths)
    assert counts[0, SHORTEST] == min(lengths, default=NOTHING)
    assert counts[0, LONGEST] == max(lengths, default=0)
    unclear = [50 + row for row, kind in enumerate(column.classes) if kind == DATE]
    assert counts[0, FIRST_UNCLEAR_DATE] == min(unclear, default=NOTHING)
