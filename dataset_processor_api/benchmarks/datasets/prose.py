"""Data sets of texts: long ones, quoted ones, and JSON with values inside values."""

import numpy as np

from benchmarks.datasets import pools
from benchmarks.datasets.catalog import Form
from benchmarks.datasets.cells import beside, integers, literal
from benchmarks.datasets.randomness import Randomness, Words
from benchmarks.datasets.rows import Column
from benchmarks.datasets.tables import Block, Table, price, row_numbers, six_decimals, truth


def text(block: Block) -> list[Column]:
    """Long texts in many scripts."""
    random, count, form = block.random, block.count, block.form
    return [
        row_numbers(block),
        Column("title", paragraph(random, count, form, phrases=1), text=True),
        Column("body", paragraph(random, count, form, phrases=8), text=True, null=random.chance(20, count)),
        Column("comment", paragraph(random, count, form, phrases=3), text=True, null=random.chance(200, count)),
        Column("score", integers(random.below(100, count))),
    ]


def quoted(block: Block) -> list[Column]:
    """Every text in quotes, with commas, doubled quotes and line breaks inside."""
    random, count, form = block.random, block.count, block.form
    pick = {pool.__name__: pool().pick(random, count, form) for pool in (pools.names, pools.addresses, pools.remarks)}
    return [
        row_numbers(block),
        Column("name", pick["names"], text=True, quoted=True),
        Column("address", pick["addresses"], text=True, quoted=True, null=random.chance(20, count)),
        Column("amount", price(random, count)),
        Column("remark", pick["remarks"], text=True, quoted=True, null=random.chance(50, count)),
        Column("city", pools.cities().pick(random, count, form), text=True, quoted=True),
    ]


def nested(block: Block) -> list[Column]:
    """Objects and lists as values, escapes, nulls, keys that are missing."""
    random, count, form = block.random, block.count, block.form
    return [
        row_numbers(block),
        Column("amount", price(random, count), null=random.chance(20, count)),
        Column("customer", customer(random, count, form)),
        Column("items", listed(random, count)),
        Column("note", pools.escapes().pick(random, count, form), text=True, missing=random.chance(100, count)),
        Column("day", pools.days().pick(random, count, form), text=True, missing=random.chance(50, count)),
    ]


def paragraph(random: Randomness, count: int, form: Form, *, phrases: int) -> Words:
    """So many phrases of five words."""
    return beside(*(pools.phrases().pick(random, count, form) for _ in range(phrases)))


def customer(random: Randomness, count: int, form: Form) -> Words:
    """An object with a text, a boolean and another object."""
    return beside(
        literal('{"name":"', count),
        pools.names().pick(random, count, form),
        literal('","regular":', count),
        truth(random, count),
        literal(',"home":{"city":"', count),
        pools.cities().pick(random, count, form),
        literal('"}}', count),
    )


def listed(random: Randomness, count: int) -> Words:
    """A list of one to three numbers."""
    parts = [literal("[", count), integers(random.below(1000, count))]
    for per_mille in (700, 500):
        more = beside(literal(",", count), six_decimals(random, count))
        parts.append(np.where(random.chance(per_mille, count)[:, np.newaxis], more, np.uint64(0)))
    return beside(*parts, literal("]", count))


TEXT = Table("text", text, rows_per_block=1 << 13)
QUOTED = Table("quoted", quoted)
NESTED = Table("nested", nested)
