"""What a process needs at most does not grow with the file."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

MIB = 1 << 20
FILE_BYTES = 1 << 30
MOST_RESIDENT_BYTES = 300 * MIB
DIFFERENT_CHUNKS = 16
# A process between: what the system calls the peak of a process includes that of the one it was started by.
MEASURE = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[2:], stdout=open(sys.argv[1], "wb"))
_, status, usage = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


def chunks_of_rows(fmt: str) -> list[bytes]:
    """Some MiB of rows each, with numbers, texts, dates and nulls; all rows are different, and stay so."""
    rng = random.Random(1)
    chunks = []
    for _ in range(DIFFERENT_CHUNKS):
        rows = [
            (rng.randrange(10**9), rng.gauss(0, 1e4), f"name {rng.random()}", "2024-01-02", rng.choice(["", "a", "b"]))
            for _ in range(30_000)
        ]
        if fmt == "csv":
            chunks.append("".join(",".join(map(str, row)) + "\n" for row in rows).encode())
        else:
            items = (dict(zip("abcde", row, strict=True)) for row in rows)
            chunks.append((",".join(map(json.dumps, items)) + ",").encode())
    return chunks


def pieces(fmt: str) -> Iterator[bytes]:
    yield b"a,b,c,d,e\n" if fmt == "csv" else b"["
    chunks = chunks_of_rows(fmt)
    written = turn = 0
    while written < FILE_BYTES:
        chunk = chunks[turn % DIFFERENT_CHUNKS].replace(b"2024-01-02", b"%d-01-02" % (1000 + turn))
        yield chunk
        written, turn = written + len(chunk), turn + 1
    if fmt == "json":
        yield b"{}]"


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fmt", ["csv", "json"])
def test_a_file_of_one_gibibyte_is_processed_in_300_mib(fmt: str, tmp_path: Path) -> None:
    file = tmp_path / f"large.{fmt}"
    with file.open("wb") as target:
        target.writelines(pieces(fmt))
    size = file.stat().st_size
    report = tmp_path / "report"
    command = [sys.executable, "-m", "dataset_processor", "report", "--json", str(file)]
    measured = [sys.executable, "-c", MEASURE, str(report), *command]
    done = subprocess.run(measured, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own command
    code, resident_bytes = map(int, done.stdout.split())
    assert code == 0
    assert json.loads(report.read_bytes())["source"]["bytes"] == size > FILE_BYTES
    assert resident_bytes <= MOST_RESIDENT_BYTES
