"""Rounds in which every contender runs once, in turn, so that a slow minute of the machine is everybody's."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders import PRODUCT, PROJECT, Commands, Contender
from benchmarks.datasets.catalog import CATALOG, Recipe
from benchmarks.machine import Noise, listen
from benchmarks.measurement import Ceilings, Measurement, measure
from benchmarks.plan import Step
from benchmarks.results import DataSetResults, Result, Run

# A few rows of columns of all kinds: what it takes to have all code loaded.
SMALL_DATA_SET, SMALL_BYTES = "mixed", 5000
READ_BYTES = 1 << 24

Say = Callable[[str], None]


@dataclass(frozen=True)
class Runner:
    """Runs steps of a plan."""

    contenders: Sequence[Contender]
    commands: Commands
    ceilings: Ceilings
    folder: Path
    say: Say
    listen: Callable[[], Noise] = listen

    def run(self, step: Step) -> DataSetResults:
        """A warm-up round, then the rounds that count. A contender that has failed is not asked again."""
        recipe = step.recipe
        path = self._file(recipe)
        small_path = self._file(Recipe(SMALL_DATA_SET, recipe.form, SMALL_BYTES))
        about = CATALOG[recipe.name].about
        size = path.stat().st_size
        outcome = DataSetResults(recipe.name, recipe.form, about, size, recipe.seed, step.rounds)
        taking_part = {entry.name: entry for entry in self.contenders if recipe.form in entry.forms}
        outcome.results = [Result(entry.name, entry.label, entry.work) for entry in taking_part.values()]
        for number in range(step.rounds + 1):
            self._prepare(outcome, path, number)
            for result in outcome.results:
                if result.failure or (number and _is_slow(result, step)):
                    continue
                run = self._run_once(taking_part[result.contender], result, path, small_path, recipe.form)
                if run and number == 0:
                    result.warmup = run
                elif run:
                    result.runs.append(run)
                self._report(result, run, number)
        outcome.step_seconds = self._steps(path, small_path, recipe.form)
        return outcome

    def _run_once(self, contender: Contender, result: Result, path: Path, small_path: Path, form: str) -> Run | None:
        """The product's command by itself is one more process; a peer's whole time is that of the process measured."""
        processes = [self._measure(self.commands.timed(contender, path, small_path, form))]
        if contender.name == PRODUCT and processes[0].failure is None:
            processes.append(self._measure(self.commands.product(path)))
        timed, whole = processes[0], processes[-1]
        if failure := whole.failure:
            result.failure = failure
            return None
        try:
            answer = json.loads(timed.output.splitlines()[-1])
            seconds, result.totals = answer["seconds"], answer["totals"]
        except (ValueError, LookupError) as error:
            result.failure = f"its answer cannot be read: {error!r}"
            return None
        peak = max(process.peak_rss_bytes for process in processes)
        return Run(seconds, whole.wall_seconds, whole.cpu_seconds, peak)

    def _steps(self, path: Path, small_path: Path, form: str) -> dict[str, float]:
        measured = self._measure(self.commands.steps(path, small_path, form))
        if measured.failure:
            self.say(f"  the steps are not known: {measured.failure}")
            return {}
        found: dict[str, float] = json.loads(measured.output.splitlines()[-1])
        return found

    def _measure(self, command: Sequence[str]) -> Measurement:
        return measure(command, PROJECT, self.ceilings)

    def _prepare(self, outcome: DataSetResults, path: Path, number: int) -> None:
        """Bring the file into the page cache and see whether the machine is quiet."""
        with path.open("rb") as file:
            while file.read(READ_BYTES):
                pass
        noise = self.listen()
        outcome.noise.append(noise.as_json())
        if not noise.is_quiet:
            self.say(f"  warning: the machine is not quiet before round {number}: {noise}")

    def _report(self, result: Result, run: Run | None, number: int) -> None:
        name = f"  {'warm-up' if number == 0 else f'round {number}'}  {result.contender:18}"
        if run is None:
            self.say(f"{name} failed: {result.failure}")
        else:
            peak = run.peak_rss_bytes / 1e6
            self.say(f"{name} {run.seconds:8.2f} s  (process {run.wall_seconds:.2f} s, {peak:,.0f} MB)")

    def _file(self, recipe: Recipe) -> Path:
        """Made by another process, so that this one stays small."""
        path = self.folder / recipe.file_name
        if not path.exists():
            self.say(f"making {recipe.file_name}")
            arguments = [recipe.name, recipe.form, str(recipe.size_bytes), str(recipe.seed), str(self.folder)]
            command = [sys.executable, "-m", "benchmarks.datasets", *arguments]
            subprocess.run(command, check=True, cwd=PROJECT, stdout=subprocess.DEVNULL)
        return path


def _is_slow(result: Result, step: Step) -> bool:
    return result.warmup is not None and result.warmup.wall_seconds > step.slow_after_seconds
