"""From a byte stream to a report: parse and count, then statistics, then anomalies."""

from dataset_processor.processing.columns import (
    ColumnCounts,
    date_warnings,
    distinct_of,
    text_lengths,
    top_values,
    type_of,
)
from dataset_processor.processing.duplicates import find_duplicates
from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode
from dataset_processor.processing.formats import DatasetFormat
from dataset_processor.processing.limits import Limits
from dataset_processor.processing.numbers_of_columns import NumbersOfColumns, NumericColumn
from dataset_processor.processing.parsing import PARSERS, ParsedFile, Parsing
from dataset_processor.processing.progress import OnProgress, Progress, ProgressMeter, Stage
from dataset_processor.processing.randomness import Randomness
from dataset_processor.processing.report import ColumnReport, Report, Source
from dataset_processor.processing.resources import EngineResources
from dataset_processor.processing.source import ByteStream, SourceReader
from dataset_processor.processing.spill import SpillFull, SpillStore

__all__ = [
    "ByteStream",
    "DatasetFormat",
    "EngineResources",
    "Limits",
    "Progress",
    "Report",
    "SourceReader",
    "Stage",
    "build_report",
]


def _ignore(_: Progress) -> None:
    pass


def build_report(
    stream: ByteStream | SourceReader,
    fmt: DatasetFormat,
    *,
    limits: Limits | None = None,
    resources: EngineResources | None = None,
    total_bytes: int | None = None,
    on_progress: OnProgress = _ignore,
) -> Report:
    """Read the stream to its end and report on it; the same bytes always give the same report.

    Raises `InvalidDataset` for content that breaks the format or a limit. What the stream or `on_progress` raises
    passes through unchanged; `on_progress` is called for every block read and several times a second, with
    a percentage that never falls and that follows the bytes read only if `total_bytes` is given.
    """
    limits, resources = limits or Limits(), resources or EngineResources()
    meter = ProgressMeter(on_progress, total_bytes)
    meter.reach(Stage.STARTED)
    reader = stream if isinstance(stream, SourceReader) else SourceReader(stream)
    reader.on_read = meter.read
    with SpillStore(resources.spill_directory, resources.memory_bytes, resources.max_spill_bytes) as store:
        try:
            parsed = PARSERS[fmt](Parsing(reader, limits, resources, store, meter, Randomness()))
        except SpillFull as error:
            raise _too_much_to_keep(error) from error
        meter.reach(Stage.PARSED)
        numbers = NumbersOfColumns(parsed, store, resources.thread_count, meter)
        numbers.summarize()
        meter.reach(Stage.STATS)
        numbers.distribute()
        duplicates = find_duplicates([lane.hashes for lane in parsed.lanes], resources.thread_count, meter.pulse)
    meter.reach(Stage.ANOMALIES)
    source = Source(fmt.value, reader.bytes_read, reader.sha256, parsed.row_count, parsed.blank_lines)
    columns = tuple(
        _column(parsed, name, column, numbers.columns.get(column))
        for name, column in zip(parsed.fields, parsed.columns, strict=True)
    )
    warnings = (*parsed.warnings, *date_warnings(parsed.fields, parsed.tallies.counts[parsed.columns]))
    return Report(source=source, columns=columns, duplicates=duplicates, warnings=warnings)


def _column(parsed: ParsedFile, name: str, column: int, numeric: NumericColumn | None) -> ColumnReport:
    tallies = parsed.tallies
    counts = ColumnCounts.of(tallies.counts[column])
    values = tallies.values(column)
    return ColumnReport(
        name=name,
        type=type_of(counts, values),
        counts=counts,
        missing=parsed.row_count - counts.occurrences,
        distinct=distinct_of(tallies, column, values, counts.non_null),
        top_values=top_values(values),
        text_lengths=text_lengths(counts, tallies.counts[column]),
        summary=numeric.summary if numeric else None,
        outliers=numeric.outliers if numeric else None,
        histogram=numeric.histogram if numeric else None,
    )


def _too_much_to_keep(error: SpillFull) -> InvalidDataset:
    message = f"Processing needs {error}: the dataset has too many rows or numbers for the limit."
    return InvalidDataset(InvalidDatasetCode.TOO_MUCH_SPILL, message)
