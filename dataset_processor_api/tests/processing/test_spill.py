"""Arrays set aside: in memory while there is room, then in a file without a name."""

import errno
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset_processor.processing.spill import Array, Blob, SpillFull, SpillStore

MIB = 1 << 20
PATIENCE_SECONDS = 30
CHILD = """
import sys
from pathlib import Path
import numpy as np
from dataset_processor.processing.spill import SpillStore

def resident():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024

array = np.ones(1 << 17)
store = SpillStore(Path(sys.argv[1]), memory_bytes=0, max_bytes=1 << 40)
store.append(array)
before = resident()
for _ in range(int(sys.argv[2])):
    store.append(array)
print(resident() - before, flush=True)
sys.stdin.read()
"""


def numbers(count: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).normal(size=count)


def free_bytes(directory: Path) -> int:
    figures = os.statvfs(directory)
    return figures.f_bavail * figures.f_frsize


@pytest.mark.parametrize("memory_bytes", [0, 100, 1 << 20])
def test_arrays_are_read_as_they_were_written(tmp_path: Path, memory_bytes: int) -> None:
    arrays = [numbers(count, count) for count in (1, 2, 12, 13, 500, 3)]
    with SpillStore(tmp_path, memory_bytes, max_bytes=1 << 20) as store:
        blobs = [store.append(array) for array in arrays]
        for array, blob in zip(arrays, blobs, strict=True):
            assert blob.nbytes == array.nbytes
            np.testing.assert_array_equal(store.read(blob, np.float64), array)


@pytest.mark.parametrize("memory_bytes", [0, 1 << 20])
@given(data=st.data())
def test_a_part_of_an_array_can_be_read_alone(memory_bytes: int, data: st.DataObject) -> None:
    array = numbers(data.draw(st.integers(1, 50)))
    start = data.draw(st.integers(0, len(array) - 1))
    count = data.draw(st.integers(1, len(array) - start))
    with SpillStore(None, memory_bytes, max_bytes=1 << 20) as store:
        store.append(numbers(7))
        blob = store.append(array)
        np.testing.assert_array_equal(store.read(blob, np.float64, start, count), array[start : start + count])
        np.testing.assert_array_equal(store.read(blob, np.float64, start), array[start:])


def test_bytes_can_be_read_as_another_type(tmp_path: Path) -> None:
    array = np.arange(6, dtype=np.uint64).reshape(3, 2)
    for memory_bytes in (0, 1000):
        with SpillStore(tmp_path, memory_bytes, max_bytes=1000) as store:
            read = store.read(store.append(array), np.uint32)
            np.testing.assert_array_equal(read, array.reshape(-1).view(np.uint32))


def test_memory_is_used_first_and_never_beyond_its_budget(tmp_path: Path) -> None:
    with SpillStore(tmp_path, memory_bytes=1000, max_bytes=1 << 20) as store:
        first, second, third = numbers(100), numbers(50), numbers(25)
        blobs = [store.append(array) for array in (first, second, third)]
        assert store.spilled_bytes == second.nbytes
        assert np.shares_memory(store.read(blobs[0], np.float64), first)
        assert not np.shares_memory(store.read(blobs[1], np.float64), second)
        assert np.shares_memory(store.read(blobs[2], np.float64), third)


def test_what_memory_holds_opens_no_file() -> None:
    with SpillStore(Path("/nonexistent"), memory_bytes=800, max_bytes=0) as store:
        store.append(numbers(100))


def test_more_than_the_allowed_bytes_are_refused_and_what_is_there_stays(tmp_path: Path) -> None:
    array = numbers(100)
    with SpillStore(tmp_path, memory_bytes=0, max_bytes=1000) as store:
        blob = store.append(array)
        with pytest.raises(SpillFull) as refused:
            store.append(numbers(26))
        assert refused.value.max_bytes == 1000
        assert store.spilled_bytes == 800
        last = store.append(numbers(25))
        assert store.spilled_bytes == 1000
        np.testing.assert_array_equal(store.read(blob, np.float64), array)
        np.testing.assert_array_equal(store.read(last, np.float64), numbers(25))


def test_the_file_has_no_name(tmp_path: Path) -> None:
    with SpillStore(tmp_path, memory_bytes=0, max_bytes=1 << 20) as store:
        store.append(numbers(1000))
        assert list(tmp_path.iterdir()) == []


def test_the_file_has_no_name_where_the_file_system_must_be_tricked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_open = os.open

    def without_tmpfile(path: Any, flags: int, mode: int = 0o777, **rest: Any) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, "not supported")
        return real_open(path, flags, mode, **rest)

    monkeypatch.setattr(os, "open", without_tmpfile)
    with SpillStore(tmp_path, memory_bytes=0, max_bytes=1 << 20) as store:
        blob = store.append(numbers(1000))
        assert list(tmp_path.iterdir()) == []
        np.testing.assert_array_equal(store.read(blob, np.float64), numbers(1000))


def test_a_directory_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with SpillStore(tmp_path / "missing", memory_bytes=0, max_bytes=1000) as store, pytest.raises(FileNotFoundError):
        store.append(numbers(1))


def test_reads_and_writes_that_stop_halfway_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, read = os.pwrite, os.preadv
    monkeypatch.setattr(os, "pwrite", lambda file, data, offset: write(file, data[:100], offset))
    monkeypatch.setattr(os, "preadv", lambda file, parts, offset: read(file, [parts[0][:70]], offset))
    with SpillStore(tmp_path, memory_bytes=0, max_bytes=1 << 20) as store:
        blobs = [store.append(numbers(count, count)) for count in (99, 1, 100)]
        for count, blob in zip((99, 1, 100), blobs, strict=True):
            np.testing.assert_array_equal(store.read(blob, np.float64), numbers(count, count))


def test_a_full_disk_is_an_error_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwrite", full)
    with SpillStore(tmp_path, memory_bytes=0, max_bytes=1000) as store, pytest.raises(OSError, match="No space"):
        store.append(numbers(1))


def test_nothing_can_be_read_once_the_store_is_closed(tmp_path: Path) -> None:
    store = SpillStore(tmp_path, memory_bytes=0, max_bytes=1000)
    blob = store.append(numbers(1))
    store.close()
    store.close()
    with pytest.raises(OSError, match="closed"):
        store.read(blob, np.float64)


def test_threads_write_and_read_at_once(tmp_path: Path) -> None:
    found: dict[int, list[tuple[int, Blob]]] = {}

    def work(thread: int) -> None:
        rng = np.random.default_rng(thread)
        found[thread] = []
        for turn in range(300):
            count = int(rng.integers(1, 3000))
            found[thread].append((count, store.append(np.full(count, thread * 1000.0 + turn))))
            some, (size, blob) = divmod(turn, 7)[1], found[thread][int(rng.integers(turn + 1))]
            part = store.read(blob, np.float64, min(some, size - 1))
            assert len(part) == size - min(some, size - 1)

    with SpillStore(tmp_path, memory_bytes=1 * MIB, max_bytes=1 << 30) as store:
        threads = [threading.Thread(target=work, args=(thread,)) for thread in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for number in range(4):
            assert len(found[number]) == 300
            for turn, (count, blob) in enumerate(found[number]):
                np.testing.assert_array_equal(store.read(blob, np.float64), np.full(count, number * 1000.0 + turn))
        kept = sum(8 * count for blobs in found.values() for count, blob in blobs if blob.array is not None)
        assert 0 < kept <= 1 * MIB
        assert store.spilled_bytes == sum(8 * count for blobs in found.values() for count, _ in blobs) - kept


def test_killing_the_process_gives_the_disk_space_back(tmp_path: Path) -> None:
    mebibytes = 128
    before = free_bytes(tmp_path)
    command = [sys.executable, "-c", CHILD, str(tmp_path), str(mebibytes)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603 - this interpreter
        try:
            assert child.stdout is not None
            growth_in_mebibytes = int(child.stdout.readline())
            files = [path.stat() for path in Path(f"/proc/{child.pid}/fd").iterdir()]
            held = [file for file in files if file.st_size >= mebibytes * MIB]
            while_alive = free_bytes(tmp_path)
            names = list(tmp_path.iterdir())
        finally:
            child.kill()
    assert [file.st_nlink for file in held] == [0]
    assert names == list(tmp_path.iterdir()) == []
    assert growth_in_mebibytes < mebibytes / 8
    wanted = min(before, while_alive + mebibytes * MIB) - mebibytes * MIB // 2
    deadline = time.monotonic() + PATIENCE_SECONDS
    while free_bytes(tmp_path) < wanted:
        assert time.monotonic() < deadline
