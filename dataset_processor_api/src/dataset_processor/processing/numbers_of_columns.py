"""Statistics and anomalies of all numeric columns, several at a time."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass

from dataset_processor.processing.columns import ColumnCounts
from dataset_processor.processing.distribution import Histogram, Outliers, Spread, distribution
from dataset_processor.processing.number_groups import NumberSegment
from dataset_processor.processing.parsers.batch import Array
from dataset_processor.processing.parsing import ParsedFile
from dataset_processor.processing.progress import ProgressMeter, Stage
from dataset_processor.processing.spill import SpillStore
from dataset_processor.processing.stats import NumericSummary, summarize

WAIT_SECONDS = 0.2


class Abandoned(Exception):
    """The work was given up while a thread was at it."""


@dataclass
class NumericColumn:
    """What is known of a column's finite numbers, at least one; `read` is how many were read in this phase."""

    column: int
    count: int
    all_integers: bool
    read: int = 0
    summary: NumericSummary | None = None
    outliers: Outliers | None = None
    histogram: Histogram | None = None


class NumbersOfColumns:
    """The columns with numbers, by their place in the file."""

    def __init__(self, parsed: ParsedFile, store: SpillStore, threads: int, meter: ProgressMeter) -> None:
        self.columns: dict[int, NumericColumn] = {}
        self._parsed = parsed
        self._store = store
        self._threads = threads
        self._meter = meter
        self._abandoned = False
        for column in parsed.columns:
            counts = ColumnCounts.of(parsed.tallies.counts[column])
            if counts.finite:
                self.columns[column] = NumericColumn(column, counts.finite, all_integers=counts.reals == 0)

    def summarize(self) -> None:
        """Mean, deviation and quartiles."""
        self._for_each_column(self._summarize, Stage.PARSED, Stage.STATS)

    def distribute(self) -> None:
        """Outliers and histogram, once the quartiles are known."""
        self._for_each_column(self._distribute, Stage.STATS, Stage.ANOMALIES)

    def _summarize(self, column: NumericColumn) -> None:
        place = column.column
        minimum, maximum = self._parsed.tallies.extremes[place].tolist()
        extremes = (minimum, maximum)
        column.summary = summarize(lambda: self._chunks(place), self._parsed.sums, place, column.count, extremes)

    def _distribute(self, column: NumericColumn) -> None:
        summary = column.summary
        if summary is None:
            raise RuntimeError("quartiles come before outliers")
        spread = Spread(column.count, summary.min, summary.q1, summary.q3, summary.max, column.all_integers)
        column.outliers, column.histogram = distribution(spread, self._segments(column.column))

    def _segments(self, column: int) -> Iterator[NumberSegment]:
        for lane in self._parsed.lanes:
            for group in lane.groups:
                if self._abandoned:
                    raise Abandoned
                if column >= len(group.offsets) - 1:
                    continue
                segment = NumberSegment.of(self._store, group, column)
                if segment.count:
                    yield segment
                    self.columns[column].read += segment.count

    def _chunks(self, column: int) -> Iterator[Array]:
        return (segment.values() for segment in self._segments(column))

    def _for_each_column(self, work: Callable[[NumericColumn], None], start: Stage, end: Stage) -> None:
        units = sum(column.count for column in self.columns.values())
        tick = self._meter.phase(start, end, units)
        ticked = 0
        for column in self.columns.values():
            column.read = 0
        with ThreadPoolExecutor(self._threads) as pool:
            pending = {pool.submit(work, column) for column in self.columns.values()}
            try:
                while pending:
                    done, pending = wait(pending, WAIT_SECONDS, FIRST_COMPLETED)
                    for future in done:
                        future.result()
                    read = sum(min(column.read, column.count) for column in self.columns.values())
                    tick(read - ticked)
                    ticked = read
            except BaseException:
                self._abandoned = True
                pool.shutdown(wait=False, cancel_futures=True)
                raise
