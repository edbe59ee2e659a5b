"""`make bench`: measure, print a table a data set, write all runs as JSON. Exit code 1 if the product fails."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.contenders import BY_NAME, PRODUCT, PROJECT, Commands, chosen
from benchmarks.machine import describe_machine
from benchmarks.measurement import Ceilings
from benchmarks.page import RESULTS_FOLDER
from benchmarks.plan import bytes_of, make_plan
from benchmarks.results import DataSetResults, Session
from benchmarks.rounds import Runner
from benchmarks.tables import (
    HEADINGS,
    RIGHT_ALIGNED,
    STEP_HEADINGS,
    VERDICT_HEADINGS,
    aligned,
    data_set_notes,
    data_set_rows,
    step_rows,
    verdict_rows,
)
from benchmarks.targets import verdicts

LOCAL = PROJECT.parent / ".local"
PEERS_PYTHON = LOCAL / "bench-venv" / "bin" / "python"
REFERENCE = "tests.processing.reference.engine:build_report"


def main(arguments: list[str] | None = None) -> int:
    """Measure what the arguments ask for; without any, what fits into half an hour on two cores."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        plan = make_plan(
            size_bytes=options.size,
            only=options.only,
            rounds=options.rounds,
            slow_after_seconds=options.slow_after,
            seed=options.seed,
        )
        contenders = chosen(options.contenders, options.skip)
    except ValueError as error:
        parser.error(str(error))
    runner = Runner(
        contenders,
        Commands(options.peers_python.absolute(), options.reference, options.memory_limit),
        Ceilings(options.time_limit, options.memory_limit),
        options.folder.absolute(),
        _say,
    )
    session = _new_session(options)
    output = options.output or RESULTS_FOLDER / f"{session.started_at.replace(':', '')[:17]}.json"
    for step in plan:
        _say(f"\n{step.recipe.title}, {step.recipe.size_bytes / 1e6:,.0f} MB")
        session.data_sets.append(runner.run(step))
        session.save(output)
        _print_data_set(session.data_sets[-1])
    _say("\n" + aligned(VERDICT_HEADINGS, verdict_rows(verdicts(session.data_sets)), right=(1, 2)))
    _say(f"\nall runs: {output}")
    return 0 if all(data_set.of(PRODUCT) for data_set in session.data_sets) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    add = parser.add_argument
    add("--size", type=bytes_of, help="of every file, like 100MB or 1GB")
    add("--only", type=_names, default=[], metavar="A,B", help="data sets: mixed, or mixed-json for one format")
    everyone = ", ".join(BY_NAME)
    add("--contenders", type=_names, default=[], metavar="A,B", help=f"the product and these, of {everyone}")
    add("--skip", type=_names, default=[], metavar="A,B", help="all but these")
    add("--rounds", type=_at_least_one, default=3, help="that count, after one that does not; %(default)s")
    add("--slow-after", type=float, metavar="SECONDS", help="whose first run takes longer is not run again")
    add("--time-limit", type=float, default=600, metavar="SECONDS", help="of a process; %(default)s")
    add("--memory-limit", type=bytes_of, default="8GB", metavar="SIZE", help="of a process; %(default)s")
    add("--seed", type=int, default=1, help="of the data; %(default)s")
    add("--folder", type=Path, default=LOCAL / "benchmarks" / "data", help="of the data; %(default)s")
    add("--output", type=Path, metavar="FILE", help=f"for all runs; a new file in {RESULTS_FOLDER}")
    add("--reference", default=REFERENCE, metavar="MODULE:FUNCTION", help="%(default)s")
    add("--peers-python", type=Path, default=PEERS_PYTHON, metavar="FILE", help="%(default)s")
    return parser


def _names(text: str) -> list[str]:
    return text.split(",")


def _at_least_one(text: str) -> int:
    if int(text) < 1:
        raise argparse.ArgumentTypeError("at least one round is needed")
    return int(text)


def _new_session(options: argparse.Namespace) -> Session:
    settings = {
        "rounds": options.rounds,
        "seed": options.seed,
        "time_limit_seconds": options.time_limit,
        "memory_limit_bytes": options.memory_limit,
        "reference": options.reference,
    }
    machine = describe_machine(options.peers_python)
    _say(f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_bytes'] / 1e9:.0f} GB, {machine['kernel']}")
    versions = (f"{name} {version or 'missing'}" for name, version in machine["peers"].items())
    _say(f"Python {machine['python']}; {', '.join(versions)}")
    return Session(datetime.now(UTC).isoformat(timespec="seconds"), machine, settings)


def _print_data_set(data_set: DataSetResults) -> None:
    _say("\n" + aligned(HEADINGS, data_set_rows(data_set), right=RIGHT_ALIGNED))
    for note in data_set_notes(data_set):
        _say(f"  {note.replace('`', '')}")
    if data_set.step_seconds:
        _say("\n" + aligned(STEP_HEADINGS, step_rows(data_set), right=(1, 2)))


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
