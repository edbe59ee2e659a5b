"""Looks for files on which the compiled engine and the plain reference differ, guided by what the reference reaches.

`make fuzz SECONDS=3600`. What is found is written to `.local/fuzz/found`; give that file as the only argument to see it
again. The first two bytes of an input say how it is processed, all others are the file.
"""

import sys
from pathlib import Path

import atheris

from dataset_processor.processing.engine import DatasetFormat, EngineResources, Limits

# The engine is imported before: its kernels are compiled from their bytecode, so that nothing can be counted in them.
with atheris.instrument_imports(include=["tests.processing"]):
    from tests.processing.comparison import assert_same, assert_same_within

BLOCK_BYTES = (1, 2, 3, 5, 7, 16, 64, 1 << 12)
SMALL = Limits(max_rows=4, max_fields=3, max_field_bytes=12, max_nesting_depth=4)
SEEDS = (
    b'\x00\x03a,b,a\n1,"x, ""y"""\r\n2.5\r\n\r\n 1_0,2024-01-02,extra\rnan,\n',
    b'\x00\x04\xef\xbb\xbfname;x,"q\r\n"\n007,13/02/2024\n\xc3\xa9,\xef\xbc\x91\n1e400,"open\n',
    b"\x00\x06a\n1\n2\n3\n4\n900\n900\n\xff\n",
    b"\x08\x02a,b\n1,2\n3\n",
    b'\x01\x05[{"a":1,"b":"\\u00e9\\ud83d\\ude00"},{"b":null,"a":-1.5e3,"a":2},{"c":[1,{"d":NaN}]}]',
    b'\x01\x07 [ {"\\ud800" : "" , "k" : true} , {} , {"k":9007199254740993,"n":{"x":{"y":[[]]}}} ] \n',
    b'\x09\x03[{"a":[[1]],"b":1,"c":2},{"d":"xxxxxxxxxxxxxxxxx"}]',
)


def test_one_input(data: bytes) -> None:
    """Raises where the engine says something else than the reference."""
    if len(data) < 2:
        return
    way, size, file = data[0], data[1], data[2:]
    fmt = DatasetFormat.JSON if way & 1 else DatasetFormat.CSV
    resources = EngineResources(
        threads=1 + (way >> 1 & 1),
        memory_bytes=0 if way & 4 else 1 << 20,
        block_bytes=BLOCK_BYTES[size % len(BLOCK_BYTES)],
    )
    if way & 8:
        assert_same_within(file, fmt, SMALL, resources)
    else:
        assert_same(file, fmt, resources)


def write_seeds(folder: Path) -> None:
    """Files to begin with."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS):
        (folder / f"seed-{number}").write_bytes(seed)


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")]
    if folders and not folders[0].is_file():
        write_seeds(folders[0])
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()
