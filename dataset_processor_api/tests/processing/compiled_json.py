"""The compiled JSON parser as a function from bytes to rows."""

import io
import json
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from tests.processing.reference.parsers.json import DIGITS_KEPT_AS_INT
from tests.processing.reference.parsers.row import HugeInteger

from dataset_processor.processing.errors import InvalidDataset
from dataset_processor.processing.kernels import kinds
from dataset_processor.processing.limits import Limits
from dataset_processor.processing.parsers import batch as batches
from dataset_processor.processing.parsers import json_cells
from dataset_processor.processing.parsers.batch import Array, Batch
from dataset_processor.processing.parsers.blocks import BufferPool
from dataset_processor.processing.parsers.json_blocks import JsonBlock, JsonBlocks
from dataset_processor.processing.parsers.json_cells import RepeatedKeys
from dataset_processor.processing.parsers.json_keys import JsonColumns
from dataset_processor.processing.parsers.json_rows import JsonRows
from dataset_processor.processing.parsers.parse_warning import ParseWarning
from dataset_processor.processing.randomness import Randomness
from dataset_processor.processing.source import ByteStream, SourceReader

RANDOMNESS = Randomness(b"any seed")


class Trickle(io.BytesIO):
    """Gives one byte a call, as a slow connection may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size if size is not None and size >= 0 else 1, 1))


@dataclass
class Parsed:
    """All that is read of a file: rows in its order, the 128 bits of nested cells instead of them where asked."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    nested: list[dict[str, tuple[int, int]]] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    warning: ParseWarning | None = None
    blocks: int = 0
    is_ascii: bool = True


def parse(
    stream: ByteStream, limits: Limits, *, block_bytes: int, batch_rows: int, columns: int = 1, threads: int = 1
) -> Parsed:
    """Blocks go to the lanes of `threads` in turn, one after another; raises what is wrong first in the file."""
    with mock.patch.object(batches, "MOST_ROWS", batch_rows), mock.patch.object(json_cells, "FEWEST_COLUMNS", columns):
        shared = JsonColumns()
        lanes = [JsonRows(shared, limits, RANDOMNESS) for _ in range(threads)]
        blocks = JsonBlocks(SourceReader(stream), limits, BufferPool(block_bytes))
        parsed, fault = Parsed(), None
        try:
            while (block := blocks.next_block()) is not None:
                assert block.first_row == len(parsed.rows)
                read_block(block, lanes[block.number % threads], shared, parsed)
                assert block.first_row + block.row_count == len(parsed.rows)
        except InvalidDataset as error:
            fault = error
    if (first := shared.first_fault(fault, limits)) is not None:
        raise first
    repeated = RepeatedKeys()
    for lane in reversed(lanes):
        repeated.merge(lane.cells.repeated_keys)
    parsed.warning = repeated.warning()
    parsed.fields = [name for name, _ in shared.in_file_order()]
    return parsed


def read_block(block: JsonBlock, lane: JsonRows, shared: JsonColumns, parsed: Parsed) -> None:
    """Append the rows of a block; whoever keeps a reference to an array of the batch would see it change."""
    parsed.blocks += 1
    for first_row, is_ascii in lane.batches(block):
        assert first_row == len(parsed.rows)
        assert lane.batch.columns <= lane.capacity
        names = {column: name for name, column in shared.in_file_order()}
        parsed.is_ascii &= is_ascii
        for row in range(lane.batch.rows):
            indices = {names[c]: c * lane.batch.stride + row for c in range(lane.batch.columns)}
            present = {name: i for name, i in indices.items() if lane.batch.kinds[i] != kinds.ABSENT}
            parsed.rows.append({name: value_of(block.buffer, lane.batch, i) for name, i in present.items()})
            parsed.nested.append(
                {
                    name: (int(lane.batch.nested[0, i]), int(lane.batch.nested[1, i]))
                    for name, i in present.items()
                    if lane.batch.kinds[i] == kinds.NESTED
                }
            )


def value_of(buffer: Array, batch: Batch, index: int) -> Any:
    """What a cell stands for, as the plain parser reads it."""
    start, length, kind = int(batch.starts[index]), int(batch.lengths[index]), batch.kinds[index]
    data = buffer[start : start + length].tobytes()
    if kind == kinds.TEXT:
        return data.decode("utf-8", "surrogatepass")
    constants = {int(kinds.NULL): None, int(kinds.TRUE): True, int(kinds.FALSE): False}
    if int(kind) in constants:
        return constants[int(kind)]
    value = json.loads(data, parse_int=integer_of)
    types = {int(kinds.INTEGER): int | HugeInteger, int(kinds.REAL): float, int(kinds.NESTED): list | dict}
    assert isinstance(value, types[int(kind)])
    return value


def integer_of(digits: str) -> int | HugeInteger:
    return int(digits) if len(digits) <= DIGITS_KEPT_AS_INT else HugeInteger(digits)


def rows_of(
    data: bytes,
    block_bytes: int = 1 << 20,
    batch_rows: int = 4096,
    limits: Limits | None = None,
    *,
    columns: int = 1,
    threads: int = 1,
) -> list[dict[str, Any]]:
    """The rows of a file."""
    stream = io.BytesIO(data)
    limits = limits or Limits()
    return parse(stream, limits, block_bytes=block_bytes, batch_rows=batch_rows, columns=columns, threads=threads).rows
