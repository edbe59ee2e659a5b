"""The slow and obvious engine that the compiled one is compared with: csv and json from the standard library."""

from collections.abc import Callable, Iterable

from tests.processing.reference.anomalies import (
    DuplicateCounter,
    Outliers,
    can_have_outliers,
    find_outliers,
)
from tests.processing.reference.parsers.csv import CsvParser
from tests.processing.reference.parsers.json import JsonParser
from tests.processing.reference.parsers.row import Parser
from tests.processing.reference.report import ColumnReport, Report, Source
from tests.processing.reference.stats import FieldCounts, NumericSummary, summarize
from tests.processing.reference.text import ByteStream, TextSource

from dataset_processor.processing.formats import DatasetFormat
from dataset_processor.processing.limits import Limits
from dataset_processor.processing.progress import OnProgress, Progress, ProgressMeter, Stage

__all__ = ["ByteStream", "DatasetFormat", "Limits", "Progress", "Report", "Stage", "build_report"]

ROWS_BETWEEN_PROGRESS = 2048

Summaries = dict[str, NumericSummary]


PARSERS: dict[DatasetFormat, Callable[[TextSource, Limits], Parser]] = {
    DatasetFormat.CSV: CsvParser,
    DatasetFormat.JSON: JsonParser,
}


def _ignore(_: Progress) -> None:
    pass


def build_report(
    stream: ByteStream,
    fmt: DatasetFormat,
    *,
    limits: Limits | None = None,
    total_bytes: int | None = None,
    on_progress: OnProgress = _ignore,
) -> Report:
    """Read the stream to its end and report on it; the same bytes always give the same report.

    Raises `InvalidDataset` for content that breaks the format or a limit. What the stream or `on_progress` raises
    passes through unchanged; `on_progress` is called for every block read and every few thousand rows or values, with
    a percentage that never falls and that follows the bytes read only if `total_bytes` is given.
    """
    meter = ProgressMeter(on_progress, total_bytes)
    meter.reach(Stage.STARTED)
    source = TextSource(stream, meter.read)
    parser = PARSERS[fmt](source, limits or Limits())
    duplicates = DuplicateCounter()
    counts, row_count = _count_rows(parser, duplicates, meter)
    meter.reach(Stage.PARSED)
    summaries = _summarize(counts, meter)
    meter.reach(Stage.STATS)
    outliers = _find_outliers(counts, summaries, meter)
    meter.reach(Stage.ANOMALIES)
    return Report(
        source=Source(fmt.value, source.bytes_read, source.sha256, row_count, parser.blank_lines),
        columns=tuple(
            ColumnReport.of(place, field, row_count, summaries.get(field.name), outliers.get(field.name))
            for place, field in enumerate(counts, 1)
        ),
        duplicates=duplicates.result(),
        warnings=tuple(parser.warnings()),
    )


def _count_rows(parser: Parser, duplicates: DuplicateCounter, meter: ProgressMeter) -> tuple[list[FieldCounts], int]:
    """The counts of every field in file order, and the number of rows."""
    counts: dict[str, FieldCounts] = {}
    row_count = 0
    for row in parser.rows():
        for name, value in row.values.items():
            if name not in counts:
                counts[name] = FieldCounts(name)
            counts[name].add(row_count, value)
        duplicates.add(row_count, row)
        row_count += 1
        if row_count % ROWS_BETWEEN_PROGRESS == 0:
            meter.parsed(row_count)
    meter.parsed(row_count)
    return [counts.get(name) or FieldCounts(name) for name in parser.fields], row_count


def _summarize(counts: Iterable[FieldCounts], meter: ProgressMeter) -> Summaries:
    with_numbers = [field for field in counts if len(field.values)]
    tick = meter.phase(Stage.PARSED, Stage.STATS, units=sum(2 * len(field.values) for field in with_numbers))
    return {field.name: summarize(field.values, tick) for field in with_numbers}


def _find_outliers(counts: Iterable[FieldCounts], summaries: Summaries, meter: ProgressMeter) -> dict[str, Outliers]:
    tested = [field for field in counts if field.name in summaries and can_have_outliers(field, summaries[field.name])]
    tick = meter.phase(Stage.STATS, Stage.ANOMALIES, units=sum(len(field.values) for field in tested))
    return {field.name: find_outliers(field, summaries[field.name], tick) for field in tested}
