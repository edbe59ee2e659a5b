"""How far a report is: milestones, and a percentage that never goes back."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """A milestone, named by the work that is complete when it is reached."""

    STARTED = "started"
    PARSED = "parsed"
    STATS = "stats"
    ANOMALIES = "anomalies"

    @property
    def percent(self) -> int:
        """The percentage shown at the milestone."""
        return {"started": 5, "parsed": 25, "stats": 60, "anomalies": 85}[self.value]


@dataclass(frozen=True)
class Progress:
    """`percent` from 5 to 85, `rows` parsed and `bytes` read so far."""

    percent: int
    rows: int
    bytes: int


OnProgress = Callable[[Progress], None]
Tick = Callable[[int], None]


class ProgressMeter:
    """Turns work done into calls of `on_progress`; whatever that raises passes through and ends the work."""

    def __init__(self, on_progress: OnProgress, total_bytes: int | None) -> None:
        self._on_progress = on_progress
        self._total_bytes = total_bytes
        self._percent = Stage.STARTED.percent
        self._rows = 0
        self._bytes = 0

    def read(self, bytes_read: int) -> None:
        """Report the bytes read since the start; moves between 5 and 25 when the total is known."""
        self._bytes = bytes_read
        if self._total_bytes:
            self._show(Stage.STARTED, Stage.PARSED, bytes_read / self._total_bytes)
        else:
            self._show(Stage.STARTED, Stage.PARSED, 0)

    def parsed(self, rows: int) -> None:
        """Report the rows parsed since the start."""
        self._rows = rows
        self._show(Stage.STARTED, Stage.PARSED, 0)

    def phase(self, start: Stage, end: Stage, units: int) -> Tick:
        """A function to call with each number of units done out of `units`, moving from `start` to `end`."""
        done = 0

        def tick(count: int) -> None:
            nonlocal done
            done += count
            self._show(start, end, done / units if units else 0)

        return tick

    def pulse(self) -> None:
        """Report what is known already: the work goes on, though nothing is complete yet."""
        self._show(Stage.STARTED, Stage.STARTED, 0)

    def reach(self, stage: Stage) -> None:
        """Report a milestone."""
        self._show(stage, stage, 0)

    def _show(self, start: Stage, end: Stage, fraction: float) -> None:
        percent = start.percent + int((end.percent - start.percent) * min(fraction, 1.0))
        self._percent = max(self._percent, percent)
        self._on_progress(Progress(percent=self._percent, rows=self._rows, bytes=self._bytes))
