"""What each data set holds: the columns of one block of rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.datasets import pools
from benchmarks.datasets.catalog import CSV, Form
from benchmarks.datasets.cells import beside, fraction, integers, literal, padded_digits, words_of
from benchmarks.datasets.randomness import Randomness, Words
from benchmarks.datasets.rows import Column, repeat_some_rows, rows_of

OUTLIER_FACTOR = np.uint64(50)


@dataclass(frozen=True)
class Block:
    """Rows `first` to `first + count - 1` of a data set."""

    random: Randomness
    first: int
    count: int
    form: Form


@dataclass(frozen=True)
class Table:
    """A data set: `columns` makes those of a block, `repeat` groups of them stand on one line."""

    name: str
    columns: Callable[[Block], Sequence[Column]]
    rows_per_block: int = 1 << 15
    repeat: int = 1
    copies_per_mille: int = 10

    def header(self) -> bytes:
        """The first line of a CSV."""
        names = [column.name for column in self.columns(Block(Randomness(0, "header"), 0, 1, CSV))]
        if self.repeat > 1:
            names = [f"{name}{number}" for number in range(1, self.repeat + 1) for name in names]
        return ",".join(names).encode() + b"\n"

    def block(self, seed: int, number: int, form: Form) -> Words:
        """The rows of one block, as words."""
        random = Randomness(seed, self.name, number)
        count = self.rows_per_block * self.repeat
        columns = self.columns(Block(random, number * self.rows_per_block, count, form))
        matrix = rows_of(columns, form, repeat=self.repeat)
        repeat_some_rows(matrix, random, self.copies_per_mille)
        return matrix


def mixed(block: Block) -> list[Column]:
    """Ten columns of different kinds."""
    random, count, form = block.random, block.count, block.form
    return [
        row_numbers(block),
        Column("category", integers(random.below(100, count))),
        Column("price", price(random, count), null=random.chance(20, count)),
        Column("ratio", six_decimals(random, count)),
        Column("measure", sixteen_digits(random, count), null=random.chance(10, count)),
        Column("day", pools.days().pick(random, count, form), text=True),
        Column("code", padded_digits(random.below(100_000, count), 5)[:, np.newaxis], text=True),
        Column("city", pools.cities().pick(random, count, form), text=True, null=random.chance(30, count)),
        Column("note", sentence(random, count, form), text=True, null=random.chance(50, count)),
        Column("active", truth(random, count), null=random.chance(100, count)),
    ]


def numbers(block: Block) -> list[Column]:
    """Twenty numeric columns of five kinds."""
    random, count = block.random, block.count
    columns = []
    for group in range(1, 5):
        columns += [
            Column(f"count{group}", signed(integers(random.below(10_000_000, count)), random)),
            Column(f"price{group}", price(random, count), null=random.chance(10, count)),
            Column(f"ratio{group}", signed(six_decimals(random, count), random)),
            Column(f"measure{group}", sixteen_digits(random, count)),
            Column(f"tiny{group}", scientific(random, count)),
        ]
    return columns


def narrow(block: Block) -> list[Column]:
    """One column of integers of at most three digits."""
    return [Column("value", integers(block.random.below(1000, block.count)))]


def wide(block: Block) -> list[Column]:
    """Four columns; a line has two hundred and fifty times as many."""
    random, count, form = block.random, block.count, block.form
    return [
        Column("count", integers(random.below(100_000, count))),
        Column("price", price(random, count), null=random.chance(50, count)),
        Column("word", pools.words().pick(random, count, form), text=True, null=random.chance(50, count)),
        Column("flag", integers(random.below(2, count))),
    ]


def row_numbers(block: Block) -> Column:
    """From 1 on, without a gap."""
    return Column("id", integers(np.arange(block.first + 1, block.first + block.count + 1, dtype=np.uint64), digits=14))


def price(random: Randomness, count: int) -> Words:
    """Two decimals; half a per cent of the values is far above the rest."""
    cents = random.below(99_000, count) + np.uint64(1000)
    cents = np.where(random.chance(5, count), cents * OUTLIER_FACTOR, cents)
    whole, rest = np.divmod(cents, np.uint64(100))
    return beside(integers(whole), fraction(rest, 2))


def six_decimals(random: Randomness, count: int) -> Words:
    """One or two digits, a point, six digits."""
    return beside(integers(random.below(40, count)), fraction(random.below(1_000_000, count), 6))


def sixteen_digits(random: Randomness, count: int) -> Words:
    """A number below 1 with sixteen decimals: more than a double's 53 bits, so no short cut is exact."""
    start = words_of([f"{sign}0.".encode() for sign in ("", "-")])[:, 0][random.below(2, count)]
    parts = [start | (padded_digits(random.below(10_000, count), 4) << np.uint64(24))]
    parts += [padded_digits(random.below(1_000_000, count), 6) for _ in range(2)]
    return np.stack(parts, axis=1)


def scientific(random: Randomness, count: int) -> Words:
    """Four digits and an exponent from -12 to 12."""
    exponents = words_of([f"e{exponent}".encode() for exponent in range(-12, 13)])
    return beside(
        integers(random.below(9, count) + np.uint64(1)),
        fraction(random.below(1000, count), 3),
        exponents[random.below(25, count)],
    )


def signed(cells: Words, random: Randomness) -> Words:
    """A minus before one in four."""
    minus = np.where(random.chance(250, len(cells)), np.uint64(ord("-")), np.uint64(0))
    return beside(minus[:, np.newaxis], cells)


def sentence(random: Randomness, count: int, form: Form) -> Words:
    """Three short words."""
    pick = pools.words().pick
    parts: list[Words] = []
    for _ in range(2):
        parts += [pick(random, count, form), literal(" ", count)]
    return beside(*parts, pick(random, count, form))


def truth(random: Randomness, count: int) -> Words:
    """`true` or `false`."""
    return words_of([b"true", b"false"])[random.below(2, count)]


MIXED = Table("mixed", mixed)
NUMBERS = Table("numbers", numbers)
NARROW = Table("narrow", narrow, rows_per_block=1 << 18, copies_per_mille=0)
WIDE = Table("wide", wide, rows_per_block=1 << 9, repeat=250)
