"""Rounds in which every contender runs once, in turn, so that a slow minute of the machine is everybody's."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders import PROJECT, Commands, Contender
from benchmarks.datasets.catalog import CATALOG, Recipe
from benchmarks.machine import Noise, listen
from benchmarks.measurement import Ceilings, Measurement, measure
from benchmarks.plan import Step
from benchmarks.results import LEAST_SECONDS, DataSetResults, Result, Run
from benchmarks.totals import totals_of

# A few rows: what a process costs before it has anything to do.
TINY_BYTES = 2000
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
        path, tiny = self._file(recipe), self._file(Recipe(recipe.name, recipe.form, TINY_BYTES, recipe.seed))
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
                run = self._run_once(taking_part[result.contender], result, path, tiny, recipe.form)
                if run and number == 0:
                    result.warmup = run
                elif run:
                    result.runs.append(run)
                self._report(result, run, number)
        return outcome

    def _run_once(self, contender: Contender, result: Result, path: Path, tiny: Path, form: str) -> Run | None:
        start_seconds = 0.0
        if contender.function is None:
            start_seconds = self._measure(contender, tiny, form).wall_seconds
        done = self._measure(contender, path, form)
        result.failure = done.failure
        if done.failure:
            return None
        try:
            answer = json.loads(done.output.splitlines()[-1])
            if contender.function is None:
                seconds, result.totals = done.wall_seconds - start_seconds, totals_of(answer)
            else:
                seconds, result.totals = answer["seconds"], answer["totals"]
        except (ValueError, LookupError) as error:
            result.failure = f"its answer cannot be read: {error!r}"
            return None
        return Run(max(seconds, LEAST_SECONDS), done.wall_seconds, done.cpu_seconds, done.peak_rss_bytes)

    def _measure(self, contender: Contender, path: Path, form: str) -> Measurement:
        return measure(self.commands.of(contender, path, form), PROJECT, self.ceilings)

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
