"""What a caller sees, from the upload to the report, with every process and service in between."""

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tests.e2e.caller import Caller, Document
from tests.e2e.long_job import LONG_CSV
from tests.e2e.narrow_road import NarrowRoad
from tests.worker.attempts import attempts_of

from dataset_processor.core.settings import Settings
from dataset_processor.db.models import Job, OutboxMessage
from dataset_processor.outbox.messages import ProcessDataset
from dataset_processor.outbox.publisher import RabbitPublisher
from dataset_processor.processing.engine import DatasetFormat, build_report
from dataset_processor.processing.report import to_json_bytes
from local_stack.stack import Stack
from local_stack.waiting import wait_until

CSV = (
    b"\xef\xbb\xbfcity,amount,note\r\n"
    b"Oslo,10,\r\n"
    b'"Bergen, west",12,  \r\n'
    b"Oslo,14,ok\r\n"
    b"\r\n"
    b"Voss,16\r\n"
    b"Oslo,14,ok\r\n"
    b"Molde,1000,nan\r\n"
)
JSON = json.dumps(
    [
        {"n": 1, "flag": True, "mixed": "2"},
        {"n": 2.5, "flag": None, "mixed": 3},
        {"n": -4, "mixed": "x"},
        {"mixed": "2", "flag": True, "n": 1},
    ]
).encode()


def test_a_csv_file_is_uploaded_processed_polled_and_reported(caller: Caller) -> None:
    uploaded = caller.upload(CSV)
    assert (uploaded["status"], uploaded["size_bytes"]) == ("uploaded", len(CSV))
    queued = caller.process(uploaded["id"])
    assert (queued["state"], queued["progress"], queued["dataset_id"]) == ("queued", 0, uploaded["id"])
    job = caller.finished(queued["job_id"])
    assert (job["state"], job["progress"], job["error"], job["attempt"]) == ("success", 100, None, 1)
    assert job["queued_at"] <= job["started_at"] <= job["finished_at"]
    dataset = caller.dataset(uploaded["id"])
    assert (dataset["status"], dataset["row_count"], dataset["error"]) == ("done", 6, None)
    assert (dataset["latest_job_id"], dataset["report_available"]) == (job["id"], True)

    report = caller.report(uploaded["id"])
    assert (report["dataset_id"], report["row_count"]) == (uploaded["id"], 6)
    assert report["null_counts"] == {"city": 0, "amount": 0, "note": 3}
    # (10 + 12 + 14 + 16 + 14 + 1000) / 6; the sorted amounts are 10 12 14 14 16 1000, so that
    # Q1 = 12 + 0.25 * 2 = 12.5, Q3 = 14 + 0.75 * 2 = 15.5 and the upper fence is 15.5 + 1.5 * 3 = 20.
    assert report["numeric"] == {"amount": {"min": 10, "max": 1000, "mean": pytest.approx(1066 / 6, rel=1e-15)}}
    outliers = {"amount": {"count": 1, "examples": [{"row_index": 5, "value": 1000}]}}
    assert report["anomalies"] == {"duplicates_count": 1, "outliers": outliers}


def test_a_json_file_is_uploaded_processed_polled_and_reported(caller: Caller) -> None:
    dataset, job, report = caller.run(JSON, "application/json")
    assert (dataset["status"], dataset["row_count"], job["attempt"]) == ("done", 4, 1)
    assert report["row_count"] == 4
    assert report["null_counts"] == {"n": 0, "flag": 1, "mixed": 0}
    assert report["numeric"] == {"n": {"min": -4, "max": 2.5, "mean": 0.125}}
    assert report["anomalies"]["duplicates_count"] == 1
    missing = {column["name"]: column["missing"] for column in report["columns"]}
    assert missing == {"n": 0, "flag": 1, "mixed": 0}


def vega_files() -> Iterator[Path]:
    """Real files that fit the contract; found without importing the package."""
    spec = find_spec("vega_datasets")
    for folder in (spec.submodule_search_locations if spec else None) or []:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix == ".csv" or (path.suffix == ".json" and is_list_of_objects(path)):
                yield path


def is_list_of_objects(path: Path) -> bool:
    decoded = json.loads(path.read_bytes())
    return isinstance(decoded, list) and all(isinstance(item, dict) for item in decoded)


def without_time(document: Document) -> Document:
    return {**document, "generated_at": None}


def test_real_files_give_the_report_that_a_direct_computation_gives(caller: Caller) -> None:
    files = list(vega_files())
    assert len(files) >= 10
    assert {path.suffix for path in files} == {".csv", ".json"}
    types = {".csv": "text/csv", ".json": "application/json"}
    jobs = {}
    for path in files:
        dataset_id = caller.upload(path.read_bytes(), types[path.suffix], path.stem)["id"]
        jobs[path] = caller.process(dataset_id)
    for path, job in jobs.items():
        assert caller.finished(job["job_id"], 120)["state"] == "success", path.name
        directly = build_report(io.BytesIO(path.read_bytes()), DatasetFormat(path.suffix[1:]))
        document = directly.document(UUID(job["dataset_id"]), datetime.now(UTC))
        assert without_time(caller.report(job["dataset_id"])) == without_time(json.loads(to_json_bytes(document)))
        assert caller.dataset(job["dataset_id"])["row_count"] == directly.row_count


INVALID = {
    "text/csv": (b"a,b\n1,2\n3,\xff\n", "UTF-8", "byte 10"),
    "application/json": (b'[{"a": 1},\n {"a": 2},\n 3]', "object", "3"),
}


@pytest.mark.parametrize("content_type", INVALID)
def test_bad_data_fails_with_words_for_its_owner_and_the_service_goes_on(caller: Caller, content_type: str) -> None:
    body, *words = INVALID[content_type]
    dataset_id = caller.upload(body, content_type)["id"]
    job = caller.finished(caller.process(dataset_id)["job_id"])
    dataset = caller.dataset(dataset_id)
    assert (job["state"], job["attempt"], dataset["status"]) == ("failure", 1, "failed")
    assert dataset["error"] == job["error"]
    assert [word for word in words if word not in job["error"]] == []
    assert "Traceback" not in job["error"]
    assert caller.http.get(f"/datasets/{dataset_id}/report").status_code == 404
    assert caller.run(CSV)[1]["state"] == "success"


def test_a_failed_dataset_can_be_processed_again_with_a_new_job(caller: Caller) -> None:
    dataset_id = caller.upload(b"")["id"]
    first, second = (caller.finished(caller.process(dataset_id)["job_id"]) for _ in range(2))
    assert first["id"] != second["id"]
    assert second["state"] == "failure"


def test_twenty_requests_at_once_are_one_job(caller: Caller, session: Session) -> None:
    dataset_id = caller.upload(CSV)["id"]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(caller.process, [dataset_id] * 20))
    (job_id,) = {answer["job_id"] for answer in answers}
    assert caller.finished(job_id)["state"] == "success"
    assert caller.process(dataset_id)["job_id"] == job_id
    assert [session.scalars(select(func.count()).select_from(table)).one() for table in (Job, OutboxMessage)] == [1, 1]
    assert attempts_of(session, UUID(job_id)) == [(1, "success")]


def test_a_message_that_comes_again_and_again_changes_nothing(
    caller: Caller, stack: Stack, session: Session, settings: Settings, road: NarrowRoad
) -> None:
    road.narrow()
    dataset_id = caller.upload(LONG_CSV)["id"]
    job_id = caller.process(dataset_id)["job_id"]
    caller.being_read(job_id)
    again = ProcessDataset(task_id=str(uuid4()), dataset_id=UUID(dataset_id), job_id=UUID(job_id))
    with RabbitPublisher(settings) as publisher:
        publisher.publish(again)
        publisher.publish(again)
        assert wait_until(lambda: stack.log("worker").count("job.not_claimable") >= 2, 10)
        road.widen()
        assert caller.finished(job_id)["state"] == "success"
        report = caller.report(dataset_id)
        publisher.publish(again)
        assert wait_until(lambda: "job.nothing_to_do" in stack.log("worker"), 10)
    assert attempts_of(session, UUID(job_id)) == [(1, "success")]
    assert caller.job(job_id)["attempt"] == 1
    assert caller.report(dataset_id) == report


def test_progress_moves_with_the_bytes_read_and_never_back(caller: Caller, road: NarrowRoad) -> None:
    road.narrow()
    job_id = caller.process(caller.upload(LONG_CSV)["id"])["job_id"]
    seen: list[int] = []

    def is_finished() -> bool:
        job = caller.job(job_id)
        seen.append(job["progress"])
        if len(set(seen)) >= 4:
            road.widen()
        return bool(job["state"] == "success")

    assert wait_until(is_finished, 30)
    assert seen == sorted(seen)
    assert seen[-1] == 100
    assert len({percent for percent in seen if 5 < percent < 25}) >= 2


def test_the_callers_request_id_is_in_the_workers_log(caller: Caller, stack: Stack) -> None:
    request_id = f"caller-{uuid4().hex}"
    job_id = caller.process(caller.upload(CSV)["id"], **{"X-Request-ID": request_id})["job_id"]
    caller.finished(job_id)
    assert wait_until(lambda: any("job.finished" in line for line in lines_with(stack, request_id)), 5)
    assert all(job_id in line for line in lines_with(stack, request_id))


def lines_with(stack: Stack, word: str) -> list[str]:
    return [line for line in stack.log("worker").splitlines() if word in line]
