"""From a stream to everything that one pass over it can tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dataset_processor.processing.errors import InvalidDataset
from dataset_processor.processing.exact_sum import ExactSums
from dataset_processor.processing.formats import DatasetFormat
from dataset_processor.processing.lane import Lane
from dataset_processor.processing.limits import Limits
from dataset_processor.processing.parsers.blocks import Block, BufferPool
from dataset_processor.processing.parsers.csv_blocks import CsvBlocks
from dataset_processor.processing.parsers.csv_rows import CsvRows
from dataset_processor.processing.parsers.csv_warnings import csv_warnings
from dataset_processor.processing.parsers.json_blocks import JsonBlocks
from dataset_processor.processing.parsers.json_cells import RepeatedKeys
from dataset_processor.processing.parsers.json_keys import JsonColumns
from dataset_processor.processing.parsers.json_rows import JsonRows
from dataset_processor.processing.parsers.parse_warning import ParseWarning
from dataset_processor.processing.pipeline import Pipeline, Rows
from dataset_processor.processing.progress import ProgressMeter
from dataset_processor.processing.randomness import Randomness
from dataset_processor.processing.resources import EngineResources
from dataset_processor.processing.source import SourceReader
from dataset_processor.processing.spill import SpillStore
from dataset_processor.processing.tallies import Tallies


@dataclass(frozen=True)
class ParsedFile:
    """What one pass has told: `columns[i]` is where the counts of `fields[i]` stand in `tallies` and `sums`."""

    fields: list[str]
    columns: list[int]
    tallies: Tallies
    sums: ExactSums
    lanes: list[Lane]
    row_count: int
    blank_lines: int | None
    warnings: list[ParseWarning]


@dataclass(frozen=True)
class Parsing:
    """What parsing needs whatever the format."""

    reader: SourceReader
    limits: Limits
    resources: EngineResources
    store: SpillStore
    meter: ProgressMeter
    randomness: Randomness

    def run(self, blocks: CsvBlocks | JsonBlocks, rows: Sequence[Rows], pool: BufferPool) -> list[Lane]:
        """Take all blocks through the rows of each thread; gives the lanes they ended in."""
        group_bytes = self.resources.group_bytes
        lanes = [Lane(self.store, self.randomness, part.capacity, part.batch, group_bytes) for part in rows]

        def next_block() -> Block | None:
            block = blocks.next_block()
            self.meter.parsed(blocks.row_count)
            return block

        Pipeline(list(zip(lanes, rows, strict=True)), pool).run(next_block, self.meter.pulse)
        for lane in lanes:
            lane.flush()
        return lanes

    def merged(self, lanes: list[Lane], columns: int) -> tuple[Tallies, ExactSums]:
        """The counts and sums of all lanes, to the limits of so many known columns."""
        tallies, sums = lanes[0].tallies, lanes[0].sums
        others = lanes[1:]
        if (tallies.capacity, tallies.columns) != (columns, columns):
            tallies, sums = Tallies(columns, columns, self.randomness.slot_factor), ExactSums(columns)
            others = lanes
        for lane in others:
            tallies.merge(lane.tallies)
            sums.merge(lane.sums)
        return tallies, sums


def parse_csv(parsing: Parsing) -> ParsedFile:
    """Read a CSV to its end; raises `InvalidDataset`."""
    pool = BufferPool(parsing.resources.block_bytes)
    blocks = CsvBlocks(parsing.reader, parsing.limits, pool)
    points = parsing.randomness.points
    threads = range(parsing.resources.thread_count)
    rows = [CsvRows(blocks, parsing.limits.max_field_bytes, points) for _ in threads]
    lanes = parsing.run(blocks, rows, pool)
    tallies, sums = parsing.merged(lanes, len(blocks.fields))
    return ParsedFile(
        fields=blocks.fields,
        columns=list(range(len(blocks.fields))),
        tallies=tallies,
        sums=sums,
        lanes=lanes,
        row_count=blocks.row_count,
        blank_lines=blocks.blank_lines,
        warnings=csv_warnings(blocks, [part.cells for part in rows]),
    )


def parse_json(parsing: Parsing) -> ParsedFile:
    """Read a JSON list of objects to its end; raises `InvalidDataset`."""
    pool = BufferPool(parsing.resources.block_bytes)
    blocks = JsonBlocks(parsing.reader, parsing.limits, pool)
    columns = JsonColumns()
    rows = [JsonRows(columns, parsing.limits, parsing.randomness) for _ in range(parsing.resources.thread_count)]
    lanes: list[Lane] = []
    fault = None
    try:
        lanes = parsing.run(blocks, rows, pool)
    except InvalidDataset as error:
        fault = error
    if (first := columns.first_fault(fault, parsing.limits)) is not None:
        raise first
    ordered = columns.in_file_order()
    tallies, sums = parsing.merged(lanes, len(ordered))
    repeated = RepeatedKeys()
    for part in rows:
        repeated.merge(part.cells.repeated_keys)
    warning = repeated.warning()
    return ParsedFile(
        fields=[name for name, _ in ordered],
        columns=[column for _, column in ordered],
        tallies=tallies,
        sums=sums,
        lanes=lanes,
        row_count=blocks.row_count,
        blank_lines=None,
        warnings=[warning] if warning else [],
    )


PARSERS: dict[DatasetFormat, Callable[[Parsing], ParsedFile]] = {
    DatasetFormat.CSV: parse_csv,
    DatasetFormat.JSON: parse_json,
}
