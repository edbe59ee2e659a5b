"""Run in a process of its own: `python -m benchmarks.peers WORK FILE SMALL_FILE FORM MEMORY_BYTES [CALLABLE]`.

WORK and CALLABLE are written MODULE:FUNCTION. Prints the seconds of the work alone and the totals. Before the clock
starts everything is imported and the small file is done, so that code is loaded, whoever loads it when.
"""

import importlib
import json
import sys
import time
from typing import Any


def main(work: str, path: str, small_path: str, form: str, memory_bytes: str, *callables: str) -> None:
    """Import, do the small file, start the clock."""
    run = _load(work)
    arguments = [int(memory_bytes), *map(_load, callables)]
    run(small_path, form, *arguments)
    start = time.perf_counter()
    totals = run(path, form, *arguments)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "totals": totals}))


def _load(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


if __name__ == "__main__":
    main(*sys.argv[1:])
