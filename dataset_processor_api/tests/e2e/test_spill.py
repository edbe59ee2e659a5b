"""What a worker has set aside on disk is gone when it is killed, and its job begins anew."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from tests.backends import Backends
from tests.e2e.caller import Caller
from tests.e2e.long_job import assert_done_once
from tests.e2e.narrow_road import NarrowRoad
from tests.e2e.processes import processes
from tests.worker.attempts import attempts_of, job_now

from dataset_processor.core.process_identity import ProcessIdentity
from local_stack.stack import Stack
from local_stack.waiting import wait_until

ROWS = 900_000  # some blocks, of which the first fills more than a batch of rows
BIG_CSV = b"amount\n" + b"".join(b"%d\n" % (i % 1000) for i in range(ROWS)) + b"90000\n"


@pytest.fixture
def spill_directory(tmp_path: Path) -> Path:
    folder = tmp_path / "spill"
    folder.mkdir()
    return folder


@pytest.fixture
def stack(
    tmp_path: Path, backends: Backends, road: NarrowRoad, engine: Engine, spill_directory: Path
) -> Iterator[Stack]:
    """A worker that keeps nothing in memory."""
    settings = {"PROCESSING_MEMORY_BYTES": "0", "PROCESSING_THREADS": "1", "SPILL_DIRECTORY": str(spill_directory)}
    way = {"S3_HOST": "127.0.0.1", "S3_PORT": str(road.port)}
    with processes(tmp_path / "stack", backends, {"api", "worker", "dispatcher"}, **settings, **way) as stack:
        yield stack
        road.widen()


def spilled_bytes(pid: int, folder: Path) -> int:
    """The size of the files without a name that a process has open in a folder."""
    found = 0
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            if descriptor.readlink().is_relative_to(folder):
                found += descriptor.stat().st_size
        except FileNotFoundError:
            continue
    return found


def test_a_worker_killed_in_the_middle_of_a_big_file_leaves_no_spill_and_its_job_ends_right(
    caller: Caller, stack: Stack, session: Session, road: NarrowRoad, spill_directory: Path
) -> None:
    road.narrow()
    job_id = caller.process(caller.upload(BIG_CSV)["id"])["job_id"]
    caller.being_read(job_id)
    owner = ProcessIdentity.parse(job_now(session, UUID(job_id)).worker_id or "")
    assert owner is not None
    assert wait_until(lambda: spilled_bytes(owner.pid, spill_directory) > 1_000_000, 30)
    assert list(spill_directory.iterdir()) == []
    stack.kill("worker")
    assert wait_until(lambda: not Path(f"/proc/{owner.pid}/fd").exists(), 5)
    road.widen()
    stack.start("worker")

    job = caller.finished(job_id, 60)

    assert (job["state"], job["attempt"]) == ("success", 2)
    assert attempts_of(session, UUID(job_id)) == [(1, "lost"), (2, "success")]
    assert_done_once(session, job_id)
    report = caller.report(job["dataset_id"])
    assert report["row_count"] == ROWS + 1
    assert report["anomalies"]["duplicates_count"] == ROWS - 1000
    assert report["anomalies"]["outliers"]["amount"] == {
        "count": 1,
        "examples": [{"row_index": ROWS, "value": 90000.0}],
    }
    assert list(spill_directory.iterdir()) == []
