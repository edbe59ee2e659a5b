"""Make one file unless it is there: `python -m benchmarks.datasets NAME FORM SIZE_BYTES SEED FOLDER`."""

import sys
from pathlib import Path

from benchmarks.datasets.catalog import Recipe
from benchmarks.datasets.files import cached


def main(name: str, form: str, size_bytes: str, seed: str, folder: str) -> None:
    """Prints where it is."""
    print(cached(Recipe(name, form, int(size_bytes), int(seed)), Path(folder)))


if __name__ == "__main__":
    main(*sys.argv[1:])
