"""Results as tables: the same cells for the terminal and for Markdown."""

from collections.abc import Sequence

from benchmarks.contenders import BY_NAME, PRODUCT
from benchmarks.results import DataSetResults, Result
from benchmarks.targets import Verdict, ratio_to_product
from benchmarks.totals import differences

HEADINGS = ("", "seconds", "MB/s", "ratio", "process s", "ratio", "peak MB", "runs", "work")
RIGHT_ALIGNED = range(1, 8)
NOTHING = "–"
Row = Sequence[str]


def data_set_rows(data_set: DataSetResults) -> list[Row]:
    """A row for everyone, in the order of the contenders; those that failed say why."""
    return [_row(data_set, result) for result in data_set.results]


def data_set_notes(data_set: DataSetResults) -> list[str]:
    """Answers that differ from the product's, and rounds for which the machine was not quiet."""
    notes = []
    ours = data_set.of(PRODUCT)
    for result in data_set.results:
        if ours and ours.totals and result.totals and (found := differences(result.totals, ours.totals)):
            notes.append(f"{result.label} counts otherwise: {', '.join(found)}.")
    if loud := sum(not noise["quiet"] for noise in data_set.noise):
        notes.append(f"The machine was not quiet before {loud} of {len(data_set.noise)} rounds.")
    return notes


STEP_HEADINGS = ("step", "processor s", "share")


def step_rows(data_set: DataSetResults) -> list[Row]:
    """Where the product's time goes, a row a step, in the order of the work; shares of all threads' time."""
    whole = sum(data_set.step_seconds.values())
    return [(step, f"{seconds:.3f}", f"{seconds / whole:.0%}") for step, seconds in data_set.step_seconds.items()]


def verdict_rows(verdicts: Sequence[Verdict]) -> list[Row]:
    """Target, ratio, reached or not."""
    return [
        (
            f"{verdict.target.form.upper()}: {BY_NAME[verdict.target.contender].label}",
            f"≥ {verdict.target.factor:g}×",
            _times(verdict.ratio),
            "yes" if verdict.is_reached else "no",
        )
        for verdict in verdicts
    ]


VERDICT_HEADINGS = ("target", "wanted", "measured", "reached")


def aligned(headings: Row, rows: Sequence[Row], right: Sequence[int] = ()) -> str:
    """For the terminal: columns under each other, without Markdown's marks."""
    lines = [[cell.replace("`", "").replace("**", "") for cell in row] for row in (headings, *rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(headings))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def markdown(headings: Row, rows: Sequence[Row], right: Sequence[int] = ()) -> str:
    """For a page."""
    rule = ["---:" if at in right else "---" for at in range(len(headings))]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in (headings, rule, *rows))


def _row(data_set: DataSetResults, result: Result) -> Row:
    name = f"**{result.label}**" if result.contender == PRODUCT else result.label
    if result.failure or not result.measured:
        return (name, *[NOTHING] * 7, f"failed: {result.failure}")
    return (
        name,
        _seconds(result.seconds()),
        f"{data_set.size_bytes / 1e6 / result.seconds():.0f}",
        _times(ratio_to_product(data_set, result.contender)),
        _seconds(result.wall_seconds()),
        _times(ratio_to_product(data_set, result.contender, whole_process=True)),
        f"{result.peak_rss_bytes() / 1e6:,.0f}",
        str(len(result.measured)),
        result.work,
    )


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def _times(ratio: float | None) -> str:
    if ratio is None:
        return NOTHING
    return f"{ratio:.2f}×" if ratio < 10 else f"{ratio:.0f}×"
