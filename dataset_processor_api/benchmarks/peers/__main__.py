"""Run in a process of its own: `python -m benchmarks.peers MODULE:FUNCTION FILE FORM MEMORY_BYTES [MODULE:CALLABLE]`.

Prints the seconds of the work alone and the totals. What is imported is imported before the clock starts.
"""

import importlib
import json
import sys
import time
from typing import Any


def main(work: str, path: str, form: str, memory_bytes: str, *callables: str) -> None:
    """Import, then start the clock."""
    run = _load(work)
    arguments = [_load(name) for name in callables]
    start = time.perf_counter()
    totals = run(path, form, int(memory_bytes), *arguments)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "totals": totals}))


def _load(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


if __name__ == "__main__":
    main(*sys.argv[1:])
