"""A process of its own: warms up, processes files of every kind, and prints what was compiled only then."""

import importlib
import io
import json
import pkgutil
import random
import sys
from contextlib import suppress

from numba.core.dispatcher import Dispatcher

from dataset_processor.processing import kernels
from dataset_processor.processing.engine import DatasetFormat, EngineResources, Limits, build_report
from dataset_processor.processing.errors import InvalidDataset
from dataset_processor.processing.warm_up import warm_up

CSV, JSON = DatasetFormat.CSV, DatasetFormat.JSON
ROWS = 9000
RESOURCES = [EngineResources(), EngineResources(threads=1, memory_bytes=0, block_bytes=5000)]


def signatures() -> set[tuple[str, str, str]]:
    """All that is compiled: module, function, types."""
    modules = [
        importlib.import_module(f"{kernels.__name__}.{part.name}") for part in pkgutil.iter_modules(kernels.__path__)
    ]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Dispatcher)]
    return {
        (each.py_func.__module__, each.py_func.__qualname__, str(types)) for each in found for types in each.signatures
    }


def csv_files() -> list[str]:
    rng = random.Random(1)
    rows = [f'{n},{rng.gauss(0, 1)!r},name {n},13/02/2024,café,\uff11,"a ""b"""' for n in range(ROWS)]
    odd = ["1", "1,2,3,4,5,6,7,8,9", "", "1,2", '"open']
    wide = ",".join(f"c{n}" for n in range(3000))
    return [
        "\r\n".join(["a,b,c,d,e,f,g", *rows, *odd]),
        "\n".join([wide] * 3),
        "a\n" + "5\n" * 300_000 + "7\n" * 300_001 + "6.5\n" * 5,
        "a,b\n1,\ud800",
        "a,b\n" + "x" * 3000,
    ]


def json_files() -> list[str]:
    rng = random.Random(2)
    values = [1, 2**70, 10**500, 1.5, float("nan"), "x", "\ud800", None, True, [1, {"a": [2.5, None]}], {"b": {}}, "é"]
    items = [{"a": rng.choice(values), f"k{n % 60}": n, "b": rng.random()} for n in range(ROWS)]
    return [
        json.dumps(items),
        json.dumps(items, indent=1),
        '[{"a":"é","a":[[[[1,{"b":1,"b":2}]]]]},{"a":"\\ud800"},1]',
        "[{",
    ]


def main() -> None:
    warm_up()
    before = signatures()
    files = [(text, CSV) for text in csv_files()] + [(text, JSON) for text in json_files()]
    for text, fmt in files:
        data = text.encode("utf-8", "surrogatepass")
        for resources in RESOURCES:
            with suppress(InvalidDataset):
                build_report(io.BytesIO(data), fmt, resources=resources, limits=Limits(max_field_bytes=2000))
    json.dump({"before": len(before), "new": sorted(signatures() - before)}, sys.stdout)


if __name__ == "__main__":
    main()
