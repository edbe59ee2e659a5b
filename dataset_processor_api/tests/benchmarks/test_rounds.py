"""Everyone runs in turn; who fails or is slow is not asked again."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.contenders import PRODUCT, Commands, Contender
from benchmarks.datasets.catalog import CSV, Form, Recipe
from benchmarks.machine import Noise
from benchmarks.measurement import Ceilings
from benchmarks.plan import Step
from benchmarks.results import DataSetResults
from benchmarks.rounds import Runner

ANSWER = 'print(\'noise\'); print(\'{"seconds": 2.5, "totals": {"rows": 7}}\')'
QUIET = Noise(0, 0, 0)


@dataclass(frozen=True)
class Scripts(Commands):
    """Contenders that are lines of Python, by name; `asked` notes the order in which they run."""

    scripts: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def timed(self, contender: Contender, path: Path, small_path: Path, form: Form) -> list[str]:
        assert path.stat().st_size > small_path.stat().st_size
        assert path.suffix == small_path.suffix == f".{form}"
        self.asked.append(contender.name)
        return [sys.executable, "-c", self.scripts[contender.name]]

    def steps(self, *_: object) -> list[str]:
        return [sys.executable, "-c", "print('{\"read\": 1.5}')"]

    def product(self, path: Path) -> list[str]:
        return [sys.executable, "-c", f"open({str(path)!r}).read(); print('a report')"]


@dataclass
class Scene:
    results: DataSetResults
    asked: list[str]
    said: str


def play(folder: Path, *, rounds: int = 2, slow_after: float = 60, noise: Noise = QUIET, **scripts: str) -> Scene:
    names = {PRODUCT: scripts.pop("product", ANSWER), **scripts}
    commands = Scripts(Path(sys.executable), "", 10**9, names)
    said: list[str] = []
    contenders = [Contender(name, name.title(), "all", "") for name in names]
    runner = Runner(contenders, commands, Ceilings(60, 10**9), folder, said.append, lambda: noise)
    results = runner.run(Step(Recipe("mixed", CSV, 20_000), rounds, slow_after))
    return Scene(results, commands.asked, "\n".join(said))


def test_rounds_are_interleaved_and_the_first_does_not_count(tmp_path: Path) -> None:
    scene = play(tmp_path, alpha=ANSWER, beta=ANSWER)
    assert scene.asked == [PRODUCT, "alpha", "beta"] * 3
    assert [len(result.runs) for result in scene.results.results] == [2, 2, 2]
    assert all(result.warmup for result in scene.results.results)
    assert len(scene.results.noise) == 3
    assert scene.results.step_seconds == {"read": 1.5}


def test_seconds_are_what_the_process_says_and_the_whole_is_measured(tmp_path: Path) -> None:
    result = play(tmp_path, alpha=ANSWER).results.of("alpha")
    assert result
    assert result.seconds() == 2.5
    assert 0 < result.wall_seconds() < 2.5
    assert result.totals == {"rows": 7}
    assert result.peak_rss_bytes() > 1_000_000


def test_who_fails_is_shown_with_the_reason_and_not_asked_again(tmp_path: Path) -> None:
    scene = play(tmp_path, alpha="raise MemoryError('too large')", beta="print('no answer')")
    alpha, beta = scene.results.results[1:]
    assert alpha.failure == "exit code 1: MemoryError: too large"
    assert beta.failure
    assert beta.failure.startswith("its answer cannot be read")
    assert scene.results.of("alpha") is None
    assert scene.asked.count("alpha") == scene.asked.count("beta") == 1
    assert "failed: exit code 1: MemoryError" in scene.said


def test_the_product_fails_when_its_command_line_does(tmp_path: Path) -> None:
    scene = play(tmp_path, product="raise SystemExit(3)")
    assert scene.results.results[0].failure == "exit code 3"
    assert scene.results.of(PRODUCT) is None


def test_who_is_slow_is_measured_by_the_first_run(tmp_path: Path) -> None:
    scene = play(tmp_path, slow_after=0, alpha=ANSWER)
    alpha = scene.results.of("alpha")
    assert scene.asked.count("alpha") == 1
    assert alpha
    assert len(alpha.measured) == 1
    assert alpha.seconds() == 2.5


def test_a_machine_that_is_busy_is_warned_of_before_each_round(tmp_path: Path) -> None:
    scene = play(tmp_path, rounds=1, noise=Noise(0.8, 0.0, 4.0))
    assert scene.said.count("the machine is not quiet") == 2
    assert "80% busy" in scene.said
    assert all(not noise["quiet"] for noise in scene.results.noise)
