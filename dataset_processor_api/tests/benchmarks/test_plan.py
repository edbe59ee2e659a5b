import math

import pytest
from benchmarks.contenders import PRODUCT, chosen
from benchmarks.plan import bytes_of, make_plan


@pytest.mark.parametrize(
    ("text", "size"), [("100MB", 100_000_000), ("1.5 gb", 1_500_000_000), ("20K", 20_000), ("512", 512)]
)
def test_a_size_is_written_as_people_do(text: str, size: int) -> None:
    assert bytes_of(text) == size


@pytest.mark.parametrize("text", ["", "MB", "-1MB", "10 miles", "1e3"])
def test_other_sizes_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a size"):
        bytes_of(text)


def test_the_default_measures_everything_and_the_mixed_csv_most_thoroughly() -> None:
    plan = make_plan()
    titles = [step.recipe.title for step in plan]
    assert titles[0] == "mixed-csv"
    assert {"numbers-csv", "text-json", "mixed-json", "nested-json", "quoted-csv", "wide-csv", "narrow-csv"} < set(
        titles
    )
    assert plan[0].recipe.size_bytes == 100_000_000
    assert math.isinf(plan[0].slow_after_seconds)
    assert all(step.rounds >= 3 for step in plan)


def test_a_size_holds_for_every_file() -> None:
    assert {step.recipe.size_bytes for step in make_plan(size_bytes=7_000_000)} == {7_000_000}


def test_data_sets_are_chosen_by_name_or_by_name_and_format() -> None:
    assert [step.recipe.title for step in make_plan(only=["mixed"])] == ["mixed-csv", "mixed-json"]
    assert [step.recipe.title for step in make_plan(only=["mixed-json", "wide"])] == ["wide-csv", "mixed-json"]
    with pytest.raises(ValueError, match="mixd"):
        make_plan(only=["mixd"])


def test_the_product_always_takes_part() -> None:
    assert [entry.name for entry in chosen(only=["pandas"])] == [PRODUCT, "pandas"]
    assert PRODUCT in [entry.name for entry in chosen(skip=[PRODUCT, "pandas"])]
    assert "pandas" not in [entry.name for entry in chosen(skip=["pandas"])]
    with pytest.raises(ValueError, match="panda"):
        chosen(only=["panda"])
