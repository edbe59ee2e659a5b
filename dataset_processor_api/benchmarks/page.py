"""docs/benchmarks.md from a session's results: `python -m benchmarks.page [RESULTS] [--output FILE]`."""

import argparse
from pathlib import Path

from benchmarks.contenders import PROJECT
from benchmarks.results import DataSetResults, Session
from benchmarks.tables import (
    HEADINGS,
    RIGHT_ALIGNED,
    STEP_HEADINGS,
    VERDICT_HEADINGS,
    data_set_notes,
    data_set_rows,
    markdown,
    step_rows,
    verdict_rows,
)
from benchmarks.targets import verdicts

RESULTS_FOLDER = PROJECT.parent / ".local" / "benchmarks" / "results"
PAGE = PROJECT / "docs" / "benchmarks.md"

METHOD = """\
`make bench` measures, `make bench-page` writes this page from the newest results. The data is made from a seed, so
another machine measures the same bytes; ratios carry over, seconds do not.

- Every run is a process of its own. Contenders run in turn, round by round, after a warm-up round that does not count;
  shown are medians, and the highest peak of memory. The file is in the page cache.
- **seconds** is the work alone: imports are done, and so is a file of a few rows, so that code is loaded and threads
  are there. Dataset Processor is called as its command line calls it.
- **process s** is a whole process, from its start to its end: for Dataset Processor `dataset-processor report FILE
  --json`, for a peer the process just described. The ratio beside each is to Dataset Processor: 3× means three times as
  long.
- **work** says what a contender does of the report: nulls a field; minimum, maximum, mean, exact quartiles and outliers
  (1.5 IQR) of numeric fields; repeated rows. Who does less has an advantage, and who counts otherwise is named below
  its table. Who took very long for the first run has one run.
- **where the time goes** is processor time, of all threads together, in one more run; clocks around every step make it
  a little slower than the others.
"""

NOT_QUIET = "**The machine was not quiet: these figures are not for quoting.**"


def main(arguments: list[str] | None = None) -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description="Write docs/benchmarks.md.")
    parser.add_argument("results", type=Path, nargs="?", help="a results file; the newest one unless given")
    parser.add_argument("--output", type=Path, default=PAGE, metavar="FILE", help="%(default)s")
    options = parser.parse_args(arguments)
    results = options.results or newest(RESULTS_FOLDER)
    if results is None:
        parser.error(f"there are no results in {RESULTS_FOLDER}; run `make bench` first")
    options.output.write_text(page_of(Session.load(results)))
    print(f"wrote {options.output} from {results}")


def newest(folder: Path) -> Path | None:
    """The results that were written last; their names sort by time."""
    return max(folder.glob("*.json"), default=None)


def page_of(session: Session) -> str:
    """The page's text."""
    machine = session.machine
    peers = ", ".join(f"{name} {version}" for name, version in machine["peers"].items() if version)
    settings = session.settings
    ceilings = f"{settings['time_limit_seconds']:g} s and {settings['memory_limit_bytes'] / 1e9:g} GB a process"
    measured_on = (
        f"Measured {session.started_at[:10]} on {machine['cpu']}, {machine['cores']} cores, "
        f"{machine['memory_bytes'] / 1e9:.0f} GB of memory, {machine['kernel']}, Python {machine['python']}; {peers}. "
        f"Ceilings: {ceilings}."
    )
    parts = [
        "# Benchmarks",
        METHOD,
        measured_on,
        *([NOT_QUIET] if _was_loud(session) else []),
        "## Targets",
        markdown(VERDICT_HEADINGS, verdict_rows(verdicts(session.data_sets)), right=(1, 2)),
        *(part for data_set in session.data_sets for part in _section(data_set)),
    ]
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def _was_loud(session: Session) -> bool:
    return any(not noise["quiet"] for data_set in session.data_sets for noise in data_set.noise)


def _section(data_set: DataSetResults) -> list[str]:
    title = f"## {data_set.name}, {data_set.form.upper()}, {data_set.size_bytes / 1e6:,.0f} MB"
    table = markdown(HEADINGS, data_set_rows(data_set), right=RIGHT_ALIGNED)
    notes = "\n".join(f"- {note}" for note in data_set_notes(data_set))
    parts = [title, data_set.about.capitalize() + ".", table, notes, *_steps(data_set)]
    return [part for part in parts if part]


def _steps(data_set: DataSetResults) -> list[str]:
    if not data_set.step_seconds:
        return []
    return ["Where the time of Dataset Processor goes:", markdown(STEP_HEADINGS, step_rows(data_set), right=(1, 2))]


if __name__ == "__main__":
    main()
