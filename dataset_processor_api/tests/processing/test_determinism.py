"""The same bytes give the same document, byte by byte, however the work is cut and shared."""

import json
import random
from itertools import product

import pytest
from tests.processing.comparison import exact_outcome_of

from dataset_processor.processing.engine import DatasetFormat, EngineResources

CSV, JSON = DatasetFormat.CSV, DatasetFormat.JSON
WAYS = [
    EngineResources(threads=threads, memory_bytes=memory_bytes, block_bytes=block_bytes)
    for threads, memory_bytes, block_bytes in product((1, 2, 3, 4), (0, 1 << 16, 1 << 26), (997, 1 << 14, 4 << 20))
]


def many_different_values(rows: int) -> bytes:
    """Columns with more different values than are counted one by one, by their number or by their length."""
    rng = random.Random(1)
    lines = ["id,name,long,number,few"]
    for row in range(rows):
        name = f"name {rng.randrange(7000)}"
        lines.append(f"{row},{name},{name * 9},{rng.gauss(0, 1)!r},{row % 10}")
    return "\n".join(lines).encode()


def late_columns(rows: int) -> bytes:
    """A JSON list in which new keys appear all the way, some of them far behind the first rows."""
    rng = random.Random(2)
    items = []
    for row in range(rows):
        item = {f"key {row // 50}": rng.randrange(10**9), "id": row, f"late {row % 7}": f"x{rng.randrange(400)}"}
        items.append({"nested": [row % 3, {"a": None}], **item} if row % 11 == 0 else item)
    return json.dumps(items).encode()


def many_different_nested_values(rows: int) -> bytes:
    """A JSON list with more different lists and objects than are counted one by one, some for Python to hash."""
    items = []
    for row in range(rows):
        key = f"repeated {row % 9}"
        members = f'"{key}": {row}, "{key}": {row}' if row % 13 == 0 else f'"{key}": {row}, "b": [null, {row / 7!r}]'
        items.append(f'{{"object": {{{members}}}, "list": [{row}, "{row}", [{row % 5}]]}}')
    return f"[{','.join(items)}]".encode()


def assert_one_document(data: bytes, fmt: DatasetFormat, ways: list[EngineResources] = WAYS) -> bytes:
    documents = {exact for way in ways if isinstance(exact := exact_outcome_of(data, fmt, resources=way), bytes)}
    assert len(documents) == 1
    return documents.pop()


@pytest.mark.parametrize("rows", [4000, 12_000])
def test_sketches_of_columns_with_many_different_values_are_always_the_same(rows: int) -> None:
    document = json.loads(assert_one_document(many_different_values(rows), CSV))
    few = rows < 5120
    exact = {column["name"]: column["distinct"]["exact"] for column in document["columns"]}
    assert exact == {"id": few, "name": few, "long": False, "number": few, "few": True}


def test_sketches_of_many_different_lists_and_objects_are_always_the_same() -> None:
    document = json.loads(assert_one_document(many_different_nested_values(6000), JSON))
    assert [column["distinct"]["exact"] for column in document["columns"]] == [False, False]


def test_columns_of_a_json_file_that_appear_late_are_always_the_same() -> None:
    document = json.loads(assert_one_document(late_columns(6000), JSON))
    assert len(document["columns"]) == 6000 // 50 + 7 + 2
    exact = {column["name"]: column["distinct"]["exact"] for column in document["columns"]}
    assert not exact["id"]
    assert exact["key 3"]
    assert exact["late 6"]


def test_the_limit_of_different_values_is_that_of_all_columns_whoever_saw_them() -> None:
    """Late columns make the limit of each smaller, also where a thread happens to have just the room for all."""

    def items(rows: int, keys: int) -> list[dict[str, int]]:
        return [{f"k{key}": row if key == 0 else 1 for key in range(keys)} for row in range(rows)]

    zeros = [{f"k{key}": 0 for key in range(8)}] * 36_000, [{f"k{key}": 0 for key in range(58)}] * 6000
    data = json.dumps([*zeros[0], *items(3000, 30) * 3, *zeros[1]]).encode()
    ways = [EngineResources(threads=threads) for threads in (1, 2, 3)]
    assert_one_document(data, JSON, ways)


def test_frequent_values_that_are_cut_to_the_same_bytes_are_always_in_the_same_order() -> None:
    longer = [f"{'z' * 100}{'!' * more}" for more in range(20)]
    document = json.loads(assert_one_document("\n".join(["a", *longer]).encode(), CSV))
    top = document["columns"][0]["top_values"]
    assert [value.get("cut", False) for value in top] == [False] + [True] * 9


def test_two_runs_give_the_same_document() -> None:
    data = many_different_values(6000)
    assert exact_outcome_of(data, CSV) == exact_outcome_of(data, CSV)
