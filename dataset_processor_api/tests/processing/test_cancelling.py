"""Whoever calls may stop the work at any time; nothing of it stays behind."""

import gc
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dataset_processor.processing.engine import DatasetFormat, EngineResources, Progress, build_report
from dataset_processor.processing.errors import InvalidDataset, InvalidDatasetCode

ROWS = 150
FILES = {
    DatasetFormat.CSV: b"a,b,c\n" + b"".join(b"%d,x%d,%d.5\n" % (n % 50, n, n) for n in range(ROWS)),
    DatasetFormat.JSON: b"["
    + b",".join(b'{"a":%d,"b":"x%d","c":[%d.5]}' % (n % 50, n, n) for n in range(ROWS // 3))
    + b"]",
}
MOST_CALLS = 1000


class LeaseLost(Exception):
    """What a caller raises to stop the work."""


@pytest.fixture
def resources(tmp_path: Path) -> EngineResources:
    """Small blocks and no memory, so that there are many steps and an open file."""
    return EngineResources(threads=3, memory_bytes=0, spill_directory=tmp_path, block_bytes=150)


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """No thread and no open file more than before."""
    gc.collect()
    threads, files = set(threading.enumerate()), open_files()
    yield
    assert set(threading.enumerate()) == threads
    assert open_files() == files


def open_files() -> set[str]:
    folder = Path("/proc/self/fd") if Path("/proc/self/fd").exists() else Path("/dev/fd")
    return {path.name for path in folder.iterdir()}


def raise_at(call: int) -> tuple[Callable[[Progress], None], list[Progress]]:
    seen: list[Progress] = []

    def on_progress(progress: Progress) -> None:
        seen.append(progress)
        if len(seen) >= call:
            raise LeaseLost

    return on_progress, seen


@pytest.mark.parametrize("fmt", DatasetFormat)
def test_progress_may_raise_at_any_call_and_is_not_called_again(fmt: DatasetFormat, resources: EngineResources) -> None:
    data = FILES[fmt]
    for call in range(1, MOST_CALLS):
        on_progress, seen = raise_at(call)
        with nothing_left_behind():
            try:
                build_report(io.BytesIO(data), fmt, resources=resources, total_bytes=len(data), on_progress=on_progress)
            except LeaseLost:
                assert len(seen) == call
            else:
                assert len(seen) < call
                assert call > 20
                return
    pytest.fail("there is no end to the progress")


@pytest.mark.parametrize("fmt", DatasetFormat)
def test_no_more_is_read_once_progress_has_raised(fmt: DatasetFormat, resources: EngineResources) -> None:
    class Endless:
        served = 0

        def read(self, n: int, /) -> bytes:
            start, self.served = self.served, self.served + n
            text = FILES[fmt] if fmt is DatasetFormat.CSV else FILES[fmt][:-1] + b","
            return (text * (n // len(text) + 2))[start % len(text) :][:n]

    stream = Endless()
    for call in (1, 2, 5, 40):
        on_progress, _ = raise_at(call)
        stream.served = 0
        with nothing_left_behind(), pytest.raises(LeaseLost):
            build_report(stream, fmt, resources=resources, on_progress=on_progress)
        assert stream.served <= call * resources.block_bytes


@pytest.mark.parametrize("fmt", DatasetFormat)
def test_an_error_of_the_stream_at_any_read_ends_the_work(fmt: DatasetFormat, resources: EngineResources) -> None:
    class Broken(io.BytesIO):
        reads_left = 0

        def readinto(self, buffer: object, /) -> int:
            self.reads_left -= 1
            if self.reads_left < 0:
                raise ConnectionResetError("gone")
            return super().readinto(buffer)  # type: ignore[arg-type]  # any buffer will do

    data = FILES[fmt]
    for reads in range(len(data) // resources.block_bytes):
        stream = Broken(data)
        stream.reads_left = reads
        with nothing_left_behind(), pytest.raises(ConnectionResetError, match="gone"):
            build_report(stream, fmt, resources=resources)


@pytest.mark.parametrize("fmt", DatasetFormat)
def test_a_fault_of_the_data_anywhere_leaves_nothing_behind(fmt: DatasetFormat, resources: EngineResources) -> None:
    data = FILES[fmt]
    for place in range(10, len(data), 293):
        with nothing_left_behind(), pytest.raises(InvalidDataset) as caught:
            build_report(io.BytesIO(data[:place] + b"\xff" + data[place:]), fmt, resources=resources)
        assert caught.value.code in {InvalidDatasetCode.INVALID_UTF8, InvalidDatasetCode.INVALID_JSON}


@pytest.mark.parametrize("fmt", DatasetFormat)
@pytest.mark.parametrize("max_spill_bytes", [0, 1, 100])
def test_what_needs_more_disk_than_allowed_fails_and_leaves_nothing_behind(
    fmt: DatasetFormat, max_spill_bytes: int, tmp_path: Path
) -> None:
    resources = EngineResources(
        threads=2, memory_bytes=0, max_spill_bytes=max_spill_bytes, spill_directory=tmp_path, block_bytes=400
    )
    with nothing_left_behind(), pytest.raises(InvalidDataset) as caught:
        build_report(io.BytesIO(FILES[fmt]), fmt, resources=resources)
    assert caught.value.code is InvalidDatasetCode.TOO_MUCH_SPILL
    assert f"more than {max_spill_bytes} bytes" in caught.value.message


@pytest.mark.parametrize("fmt", DatasetFormat)
def test_a_directory_that_cannot_be_written_to_is_an_error_and_no_fault_of_the_data(
    fmt: DatasetFormat, tmp_path: Path
) -> None:
    resources = EngineResources(threads=2, memory_bytes=0, spill_directory=tmp_path / "missing")
    with nothing_left_behind(), pytest.raises(FileNotFoundError):
        build_report(io.BytesIO(FILES[fmt]), fmt, resources=resources)


def test_the_disk_has_no_file_with_a_name_at_any_time(resources: EngineResources) -> None:
    folder = resources.spill_directory
    assert folder is not None
    names: set[str] = set()
    data = FILES[DatasetFormat.CSV]
    build_report(
        io.BytesIO(data),
        DatasetFormat.CSV,
        resources=resources,
        on_progress=lambda _: names.update(path.name for path in folder.iterdir()),
    )
    assert names == set()


@pytest.mark.parametrize("fmt", FILES)
@pytest.mark.parametrize("which", [1, 2, 3])
def test_a_thread_that_cannot_be_started_leaves_none_of_the_others(
    fmt: DatasetFormat, which: int, resources: EngineResources, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, started = threading.Thread.start, 0

    def start_some(thread: threading.Thread) -> None:
        nonlocal started
        started += 1
        if started == which:
            raise RuntimeError("can't start new thread")
        start(thread)

    with nothing_left_behind():
        monkeypatch.setattr(threading.Thread, "start", start_some)
        with pytest.raises(RuntimeError, match="can't start new thread"):
            build_report(io.BytesIO(FILES[fmt]), fmt, resources=resources)
        monkeypatch.undo()
