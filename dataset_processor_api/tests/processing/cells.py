"""What the compiled parsers read, as rows again."""

import io
from dataclasses import dataclass
from typing import Any

from tests.processing.compiled_json import parse

from dataset_processor.processing.kernels import kinds
from dataset_processor.processing.limits import Limits
from dataset_processor.processing.parsers.blocks import Block, BufferPool
from dataset_processor.processing.parsers.csv_blocks import CsvBlocks
from dataset_processor.processing.parsers.csv_rows import CsvRows
from dataset_processor.processing.parsers.csv_warnings import csv_warnings
from dataset_processor.processing.parsers.parse_warning import ParseWarning
from dataset_processor.processing.pipeline import Rows
from dataset_processor.processing.randomness import Randomness
from dataset_processor.processing.source import SourceReader


@dataclass(frozen=True)
class Parsed:
    """A whole file."""

    fields: list[str]
    rows: list[dict[str, Any]]
    blank_lines: int | None
    warnings: dict[str, ParseWarning]


class Trickle(io.BytesIO):
    """Gives one byte a call, as a slow connection may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size if size is not None and size >= 0 else 1, 1))

    def readinto(self, buffer: Any, /) -> int:
        return super().readinto(memoryview(buffer)[:1])


def parsed_json(data: bytes, limits: Limits | None = None, block_bytes: int = 7) -> Parsed:
    """The items of a JSON list, read in batches of a few."""
    found = parse(io.BytesIO(data), limits or Limits(), block_bytes=block_bytes, batch_rows=3)
    warnings = {found.warning.code: found.warning} if found.warning else {}
    return Parsed(found.fields, found.rows, None, warnings)


def parsed_csv(data: bytes, limits: Limits | None = None, block_bytes: int = 7) -> Parsed:
    """The rows of a CSV; extra cells are not among them."""
    limits = limits or Limits()
    blocks = CsvBlocks(SourceReader(io.BytesIO(data)), limits, BufferPool(block_bytes))
    rows = CsvRows(blocks, limits.max_field_bytes, Randomness().points)
    found: list[dict[str, Any]] = []
    while (block := blocks.next_block()) is not None:
        found += rows_of_block(rows, block, blocks.fields)
    warnings = {warning.code: warning for warning in csv_warnings(blocks, [rows.cells])}
    return Parsed(blocks.fields, found, blocks.blank_lines, warnings)


def rows_of_block(rows: Rows, block: Block, fields: list[str]) -> list[dict[str, Any]]:
    """The rows of a block; each has all fields."""
    found: list[dict[str, Any]] = []
    for first_row, _ in rows.batches(block):
        assert first_row == block.first_row + len(found)
        for row in range(rows.batch.rows):
            indices = [column * rows.batch.stride + row for column in range(len(fields))]
            found += [{name: value_of(rows, block, index) for name, index in zip(fields, indices, strict=True)}]
    assert len(found) == block.row_count
    return found


def value_of(rows: Rows, block: Block, index: int) -> Any:
    """A cell as Python has it."""
    batch = rows.batch
    if batch.kinds[index] == kinds.NULL:
        return None
    start = int(batch.starts[index])
    text = block.buffer[start : start + int(batch.lengths[index])].tobytes().decode("utf-8", "surrogatepass")
    if batch.kinds[index] == kinds.TEXT:
        return text
    raise AssertionError(batch.kinds[index])
