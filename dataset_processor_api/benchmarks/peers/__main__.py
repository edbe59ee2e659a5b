"""Run in a process of its own: `python -m benchmarks.peers MODULE:FUNCTION FILE FORM MEMORY_BYTES`.

Prints the seconds of the work alone, with imports done before, and the answer.
"""

import importlib
import json
import sys
import time


def main(work: str, path: str, form: str, memory_bytes: str) -> None:
    """Import, then start the clock."""
    module, _, function = work.partition(":")
    run = getattr(importlib.import_module(module), function)
    start = time.perf_counter()
    answer = run(path, form, int(memory_bytes))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "answer": answer}))


if __name__ == "__main__":
    main(*sys.argv[1:])
