"""Lists and objects in cells have the same hash exactly when rows that hold them are equal."""

import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.processing.compiled_json import RANDOMNESS, integer_of, parse
from tests.processing.reference.anomalies import row_identity
from tests.processing.reference.parsers.row import Row

from dataset_processor.processing.kernels.hashing import PRIME
from dataset_processor.processing.kernels.nested_hash import MOST_KEYS
from dataset_processor.processing.limits import Limits
from dataset_processor.processing.nested_values import NestedHasher

HASHER = NestedHasher(RANDOMNESS.points, RANDOMNESS.levels)

CONSTANTS = ["true", "false", "null", "NaN", "Infinity", "-Infinity", "[]", "{}"]
NUMBERS = ["1", "1.0", "1.00", "1e0", "10e-1", "-0", "0", "-0.0", "0.0", "0e9", "1e999", "12345678", "12345678.0"]
LONG_NUMBERS = ["9" * 450, "9" * 449 + "8", "0.1", "0.1000000000000000055511151231257827"]
STRINGS = ['""', '"1"', '"a"', '"\\u0061"', '"seven77"', '"seven777"', '"é"', '"\\u00e9"', '"\\ud800"', '"true"']
SCALARS = st.sampled_from([*CONSTANTS, *NUMBERS, *LONG_NUMBERS, *STRINGS])
KEYS = st.sampled_from(["a", "b", "\\u0061", "", "longer key name", "1", "é"])


def objects_of(values: st.SearchStrategy[str], *, unique: bool) -> st.SearchStrategy[str]:
    by = json_key if unique else None
    members = st.lists(st.tuples(KEYS, values), max_size=4, unique_by=by)
    return members.map(lambda pairs: "{" + ", ".join(f'"{key}": {value}' for key, value in pairs) + "}")


def json_key(member: tuple[str, str]) -> Any:
    return json.loads(f'"{member[0]}"')


def values(*, unique: bool) -> st.SearchStrategy[str]:
    def around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        lists = st.lists(inner, max_size=3).map(lambda items: "[" + " ,".join(items) + "]")
        return lists | objects_of(inner, unique=unique)

    return around(st.recursive(SCALARS, around, max_leaves=5))


def hashes_of(cells: list[str]) -> list[tuple[int, int]]:
    """The hashes as the compiled parser makes them of one cell a row."""
    data = "[" + ",".join(f'{{"cell": {cell}}}' for cell in cells) + "]"
    parsed = parse(io.BytesIO(data.encode()), Limits(max_nesting_depth=400), block_bytes=1 << 20, batch_rows=7)
    return [nested["cell"] for nested in parsed.nested]


def identity(cell: str) -> str:
    return row_identity(Row({"cell": json.loads(cell, parse_int=integer_of)}))


@given(cells=st.lists(values(unique=False), min_size=2, max_size=6))
def test_hashes_are_equal_exactly_for_equal_values(cells: list[str]) -> None:
    known: dict[str, tuple[int, int]] = {}
    for cell, lanes in zip(cells, hashes_of(cells), strict=True):
        assert known.setdefault(identity(cell), lanes) == lanes
    assert len(set(known.values())) == len(known)
    for lane in (0, 1):
        assert len({lanes[lane] for lanes in known.values()}) == len(known)


@given(cell=values(unique=True))
def test_python_makes_the_hash_that_the_kernel_makes(cell: str) -> None:
    first, second, has_repeated_keys = HASHER.hash(cell.encode())
    assert hashes_of([cell]) == [(first, second)]
    assert not has_repeated_keys
    assert max(first, second) < PRIME


def small_values() -> Iterator[str]:
    scalars = ["1", "1.0", "true", "null", '"1"', '""', "[]", "{}", '"a"', "0", "2"]
    lists = [f"[{a}]" for a in scalars] + [f"[{a},{b}]" for a in scalars for b in scalars]
    members = [f'"{key}":{value}' for key in ("a", "1", "") for value in scalars]
    objects = [f"{{{a}}}" for a in members]
    objects += [f"{{{a},{b}}}" for a in members for b in members if a.split(":")[0] < b.split(":")[0]]
    yield from [*lists, *objects]
    yield from [f"[{value}]" for value in [*lists, *objects]]
    yield from [f'{{"a":{value}}}' for value in [*lists, *objects]]


def test_small_values_that_look_alike_all_differ() -> None:
    cells = list(dict.fromkeys(small_values()))
    assert len({identity(cell) for cell in cells}) == len(cells)
    hashes = hashes_of(cells)
    for lane in (0, 1):
        assert len({lanes[lane] for lanes in hashes}) == len(cells)


def test_the_order_of_keys_does_not_matter_and_that_of_items_does() -> None:
    keys = [f"key {i}" for i in range(100)]
    cells = []
    for seed in range(5):
        random.Random(seed).shuffle(keys)
        cells.append(json.dumps({key: {"x": [key], "y": key} for key in keys}))
    assert len(set(hashes_of(cells))) == 1
    assert len(set(hashes_of([cell.replace('"key 50"]', '"key 51"]') for cell in [*cells, "[]"]]))) == 2
    assert len(set(hashes_of([json.dumps(keys), json.dumps(keys[::-1]), json.dumps(sorted(keys))]))) == 3


@pytest.mark.parametrize(
    ("cell", "equal"),
    [
        ('{"a": 1, "b": 2, "\\u0061": 3}', '{"b": 2, "a": 3}'),
        ('[{"a": {"x": 1, "x": {}}, "a": [2]}]', '[{"a": [2]}]'),
        (
            "[" + ",".join(f'{{"{i}": 1, "{i}": {i}}}' for i in range(50)) + "]",
            json.dumps([{str(i): i} for i in range(50)]),
        ),
    ],
)
def test_the_last_of_repeated_keys_counts(cell: str, equal: str) -> None:
    first, second = hashes_of([cell, equal])
    assert first == second
    assert HASHER.hash(cell.encode()) == (*first, True)


@pytest.mark.parametrize("count", [MOST_KEYS - 1, MOST_KEYS, MOST_KEYS + 1, 5000])
def test_objects_may_have_any_number_of_keys(count: int) -> None:
    keys = [f"{i}" for i in range(count)]
    cells = [json.dumps(dict.fromkeys(keys, 1)), json.dumps(dict.fromkeys(reversed(keys), 1))]
    cells.append(json.dumps({"x": {"y": dict.fromkeys(keys, 1)}, "z": 1}))
    hashes = hashes_of(cells)
    assert hashes[0] == hashes[1] != hashes[2]
    assert [HASHER.hash(cell.encode())[:2] for cell in cells] == hashes
    assert len(set(hashes_of([cells[0], cells[0].replace(": 1}", ": 2}")]))) == 2


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"k":', "}")])
def test_values_are_hashed_to_any_depth_that_is_allowed(opening: str, closing: str) -> None:
    cells = [opening * depth + inner + closing * depth for depth in (1, 2, 397, 398) for inner in ("0", '"\\n"')]
    hashes = hashes_of(cells)
    assert len(set(hashes)) == len(cells)
    assert [HASHER.hash(cell.encode())[:2] for cell in cells] == hashes


@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_are_compared_as_doubles(numbers: list[float]) -> None:
    exact = json.dumps(numbers)
    longer = "[" + ",".join(f"{number:.40e}" for number in numbers) + "]"
    first, second = hashes_of([exact, longer])
    assert first == second
