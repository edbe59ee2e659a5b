"""Statistics and anomalies of all numeric columns, several at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

import numpy as np

from dataset_processor.processing.columns import finite_numbers
from dataset_processor.processing.distribution import Histogram, Outliers, Spread, distribution, sorted_distribution
from dataset_processor.processing.kernels.kinds import REAL_CELL
from dataset_processor.processing.number_groups import NumberGroup, NumberSegment, sorted_numbers
from dataset_processor.processing.parsers.batch import Array
from dataset_processor.processing.parsing import ParsedFile
from dataset_processor.processing.progress import ProgressMeter, Stage
from dataset_processor.processing.selection import FEW_VALUES, quartiles, sorted_quartiles
from dataset_processor.processing.spill import SpillStore
from dataset_processor.processing.stats import NumericSummary, summary_of

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

    @property
    def spread(self) -> Spread:
        """Known once there is a summary."""
        summary = self.summary
        if summary is None:
            raise RuntimeError("quartiles come before outliers")
        return Spread(self.count, summary.min, summary.q1, summary.q3, summary.max, self.all_integers)


class NumbersOfColumns:
    """The columns with numbers, by their place in the file.

    The numbers of a large column are read again and again and never all at hand. Those of small columns that stand
    next to each other are read together, sorted, and done with.
    """

    def __init__(self, parsed: ParsedFile, store: SpillStore, threads: int, meter: ProgressMeter) -> None:
        self.columns = _columns_with_numbers(parsed)
        self._parsed = parsed
        self._groups = sorted((group for lane in parsed.lanes for group in lane.groups), key=attrgetter("first_row"))
        self._store = store
        self._threads = threads
        self._meter = meter
        self._abandoned = False
        self._large = [column for column in self.columns.values() if column.count > FEW_VALUES]

    def summarize(self) -> None:
        """Mean, deviation and quartiles; of small columns all the rest too."""
        work = [partial(self._summarize, column) for column in self._large]
        work += [partial(self._complete, bunch) for bunch in _bunches(self.columns.values())]
        self._do(work, list(self.columns.values()), Stage.PARSED, Stage.STATS)

    def distribute(self) -> None:
        """Outliers and histogram, once the quartiles are known."""
        work = [partial(self._distribute, column) for column in self._large]
        self._do(work, self._large, Stage.STATS, Stage.ANOMALIES)

    def _summarize(self, column: NumericColumn) -> None:
        def chunks() -> Iterator[Array]:
            return (segment.values() for segment in self._counted_segments(column))

        extremes = self._extremes(column)
        column.summary = self._summary(column, quartiles(chunks, column.count, *extremes))

    def _distribute(self, column: NumericColumn) -> None:
        column.outliers, column.histogram = distribution(column.spread, self._counted_segments(column))

    def _complete(self, bunch: list[NumericColumn]) -> None:
        for column, ordered in zip(bunch, self._sorted(bunch), strict=True):
            if self._abandoned:
                raise Abandoned
            column.summary = self._summary(column, sorted_quartiles(ordered))
            self._distribute_sorted(column, ordered)
            column.read = column.count

    def _sorted(self, bunch: list[NumericColumn]) -> list[Array]:
        places = [column.column for column in bunch]
        counts = np.zeros(places[-1] - places[0] + 1, np.int64)
        within = np.array(places) - places[0]
        counts[within] = [column.count for column in bunch]
        arrays = sorted_numbers(self._store, self._going_on(), places[0], counts)
        return [arrays[place] for place in within.tolist()]

    def _distribute_sorted(self, column: NumericColumn, ordered: Array) -> None:
        segments = self._segments(column)
        column.outliers, column.histogram = sorted_distribution(column.spread, ordered, segments)

    def _summary(self, column: NumericColumn, found: tuple[float, float, float]) -> NumericSummary:
        return summary_of(found, self._extremes(column), self._parsed.sums, column.column, column.count)

    def _extremes(self, column: NumericColumn) -> tuple[float, float]:
        minimum, maximum = self._parsed.tallies.extremes[column.column].tolist()
        return minimum, maximum

    def _going_on(self) -> Iterator[NumberGroup]:
        for group in self._groups:
            if self._abandoned:
                raise Abandoned
            yield group

    def _segments(self, column: NumericColumn) -> Iterator[NumberSegment]:
        """By their first rows."""
        for group in self._going_on():
            if column.column < group.columns:
                segment = NumberSegment.of(self._store, group, column.column)
                if segment.count:
                    yield segment

    def _counted_segments(self, column: NumericColumn) -> Iterator[NumberSegment]:
        for segment in self._segments(column):
            yield segment
            column.read += segment.count

    def _do(self, work: Sequence[Callable[[], None]], columns: list[NumericColumn], start: Stage, end: Stage) -> None:
        tick = self._meter.phase(start, end, sum(column.count for column in columns))
        ticked = 0
        for column in columns:
            column.read = 0
        with ThreadPoolExecutor(self._threads) as pool:
            try:
                pending = {pool.submit(part) for part in work}
                while pending:
                    done, pending = wait(pending, WAIT_SECONDS, FIRST_COMPLETED)
                    for future in done:
                        future.result()
                    read = sum(min(column.read, column.count) for column in columns)
                    tick(read - ticked)
                    ticked = read
            except BaseException:
                self._abandoned = True
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _columns_with_numbers(parsed: ParsedFile) -> dict[int, NumericColumn]:
    counts = parsed.tallies.counts
    finite = finite_numbers(counts).tolist()
    reals = counts[:, REAL_CELL].tolist()
    return {
        column: NumericColumn(column, finite[column], all_integers=reals[column] == 0)
        for column in parsed.columns
        if finite[column]
    }


def _bunches(columns: Iterable[NumericColumn]) -> Iterator[list[NumericColumn]]:
    """Small columns by their places, as many at a time as have few numbers together; no large one stands in between."""
    bunch: list[NumericColumn] = []
    numbers = 0
    for column in sorted(columns, key=attrgetter("column")):
        is_large = column.count > FEW_VALUES
        if bunch and (is_large or numbers + column.count > FEW_VALUES):
            yield bunch
            bunch, numbers = [], 0
        if not is_large:
            bunch.append(column)
            numbers += column.count
    if bunch:
        yield bunch
