"""Compiles all kernels, or loads them compiled, before the first dataset needs them."""

import io
import subprocess
import sys

import numpy as np

from dataset_processor.processing.engine import DatasetFormat, EngineResources, build_report
from dataset_processor.processing.kernels.compiling import COMPILED_INTO
from dataset_processor.processing.kernels.distribution import distribute
from dataset_processor.processing.kernels.selection import narrow_keys
from dataset_processor.processing.selection import select

COMPLETE = COMPILED_INTO / "complete"
SAMPLES = {
    DatasetFormat.CSV: 'a,b,b\n1,"x ""y""",é\n2.5,2024-01-02,\n\uff13,,\n4,1e400,1_0\n5\n6,7,8,9\n1,"x ""y""",é\n',
    DatasetFormat.JSON: '[{"a": 1, "b": "\\u00e9", "c": [1, {"d": 2.5}]}, {"b": "x", "a": 0.1, "e": true}, {"a": 1e9}]',
}


def is_compiled() -> bool:
    """Whether this machine has compiled these kernels before."""
    return COMPLETE.exists()


def warm_up() -> None:
    """Leaves nothing to compile in this process.

    What has to be compiled is compiled in a process of its own, whose memory is given back.
    """
    if not is_compiled():
        subprocess.run([sys.executable, "-m", __name__], check=True)  # noqa: S603 - this module
    load_kernels()


def load_kernels() -> None:
    """Calls every kernel once."""
    resources = EngineResources(threads=2, block_bytes=64)
    for fmt, sample in SAMPLES.items():
        build_report(io.BytesIO(sample.encode()), fmt, resources=resources)
    values = np.array([0.0, 1.0, 2.5, 4.0])
    select(lambda: iter([values]), [0, 2], 0.0, 4.0)
    distribute(values, 0.0, 4.0, values, *(np.zeros(slots, np.int64) for slots in (3, 3, 3)))
    narrow_keys(values, np.uint64(0), np.uint64(0), np.zeros(2, np.uint64))


if __name__ == "__main__":
    load_kernels()
    COMPLETE.touch()
