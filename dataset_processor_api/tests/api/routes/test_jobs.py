"""Lists of jobs and single jobs."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy.orm import Session
from tests.api.paging import BROKEN_CURSORS, BROKEN_TIMES, ids_of, pages_of
from tests.factories import EPOCH, add_dataset, add_job, minutes

pytestmark = pytest.mark.anyio

STATES = ("queued", "started", "retrying", "success", "failure")


async def test_a_job_shows_its_life(client: httpx.AsyncClient, session: Session) -> None:
    job = add_job(
        session,
        add_dataset(session, name="Orders of May"),
        state="failure",
        progress=60,
        queued_at=EPOCH,
        started_at=EPOCH + minutes(1),
        finished_at=EPOCH + minutes(2),
        error="Row 7 is not an object.",
        error_code="not_an_object",
        error_row=6,
        error_byte_offset=5_000_000_000,
        attempt=3,
        rows_done=6,
        bytes_done=321,
    )

    response = await client.get(f"/jobs/{job.id}")

    assert response.status_code == 200
    answer = response.json()
    times = {name: datetime.fromisoformat(answer.pop(name)) for name in ("queued_at", "started_at", "finished_at")}
    assert times == {"queued_at": EPOCH, "started_at": EPOCH + minutes(1), "finished_at": EPOCH + minutes(2)}
    assert answer == {
        "id": str(job.id),
        "dataset_id": str(job.dataset_id),
        "dataset_name": "Orders of May",
        "state": "failure",
        "progress": 60,
        "error": "Row 7 is not an object.",
        "error_code": "not_an_object",
        "error_row": 6,
        "error_byte_offset": 5_000_000_000,
        "attempt": 3,
        "rows_done": 6,
        "bytes_done": 321,
    }


async def test_a_queued_job_has_no_later_times(client: httpx.AsyncClient, session: Session) -> None:
    job = add_job(session, add_dataset(session))

    answer = (await client.get(f"/jobs/{job.id}")).json()

    assert (answer["state"], answer["progress"], answer["error"]) == ("queued", 0, None)
    assert (answer["started_at"], answer["finished_at"]) == (None, None)
    assert (answer["error_row"], answer["error_byte_offset"]) == (None, None)
    assert datetime.fromisoformat(answer["queued_at"]).tzinfo is not None


async def test_an_unknown_job_is_not_found(client: httpx.AsyncClient) -> None:
    response = await client.get(f"/jobs/{uuid4()}")

    assert response.status_code == 404
    assert response.json() == {"detail": "Job not found."}


@pytest.mark.parametrize("job_id", ["1", "not-a-uuid", "%00"])
async def test_an_id_that_is_none_is_refused(client: httpx.AsyncClient, job_id: str) -> None:
    assert (await client.get(f"/jobs/{job_id}")).status_code == 422


async def test_no_jobs_are_an_empty_last_page(client: httpx.AsyncClient) -> None:
    assert (await client.get("/jobs")).json() == {"jobs": [], "next_cursor": None, "has_more": False}


async def test_the_newest_comes_first_and_equal_times_are_ordered_by_id(
    client: httpx.AsyncClient, session: Session
) -> None:
    dataset = add_dataset(session)
    for number in (3, 1, 2):
        add_job(session, dataset, id=UUID(int=number), state="failure", queued_at=EPOCH)
    add_job(session, dataset, id=UUID(int=0), state="failure", queued_at=EPOCH + timedelta(microseconds=1))
    add_job(session, dataset, id=UUID(int=9), state="failure", queued_at=EPOCH - timedelta(microseconds=1))

    expected = [str(UUID(int=number)) for number in (0, 3, 2, 1, 9)]
    assert await ids_of(client, "/jobs") == expected
    assert await ids_of(client, "/jobs", limit=1) == expected
    assert await ids_of(client, "/jobs", limit=2) == expected


async def test_a_row_of_a_list_is_the_job_as_it_is_read_alone(client: httpx.AsyncClient, session: Session) -> None:
    dataset = add_dataset(session)
    add_job(session, dataset, state="failure", error="no", started_at=EPOCH, finished_at=EPOCH)
    add_job(session, dataset)

    rows = (await client.get("/jobs")).json()["jobs"]

    assert len(rows) == 2
    assert rows == [(await client.get(f"/jobs/{row['id']}")).json() for row in rows]


async def test_each_job_of_a_list_names_its_own_dataset(client: httpx.AsyncClient, session: Session) -> None:
    names = ("orders", "orders", "Ωμέγα 🧪")
    named = {str(add_job(session, add_dataset(session, name=name)).id): name for name in names}

    rows = (await client.get("/jobs")).json()["jobs"]

    assert {row["id"]: row["dataset_name"] for row in rows} == named


async def test_pages_are_complete_and_hold_nothing_twice_while_rows_arrive(
    client: httpx.AsyncClient, session: Session
) -> None:
    dataset = add_dataset(session)
    there = [str(add_job(session, dataset, state="failure", queued_at=EPOCH + minutes(n // 3)).id) for n in range(23)]
    seen: list[str] = []

    async for page in pages_of(client, "/jobs", limit=5):
        seen += [row["id"] for row in page]
        add_job(session, dataset, state="failure", queued_at=EPOCH + minutes(60))

    assert sorted(seen) == sorted(there)


@pytest.mark.parametrize("limit", ["0", "-1", "201", "abc", ""])
async def test_a_limit_that_is_none_is_refused(client: httpx.AsyncClient, limit: str) -> None:
    response = await client.get("/jobs", params={"limit": limit})

    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", "limit"]


@pytest.mark.parametrize("cursor", BROKEN_CURSORS.values(), ids=BROKEN_CURSORS)
async def test_a_broken_cursor_is_refused(client: httpx.AsyncClient, cursor: str) -> None:
    assert (await client.get("/jobs", params={"cursor": cursor})).status_code == 422


async def test_a_state_selects_its_jobs_on_every_page(client: httpx.AsyncClient, session: Session) -> None:
    expected = {
        state: [str(add_job(session, add_dataset(session), state=state).id) for _ in range(3)] for state in STATES
    }

    for state in STATES:
        assert sorted(await ids_of(client, "/jobs", state=state, limit=2)) == sorted(expected[state])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", ""),
        ("state", "done"),
        ("state", "SUCCESS"),
        ("state", "success\x00"),
        ("dataset_id", ""),
        ("dataset_id", "not-a-uuid"),
        ("dataset_id", "\x00"),
    ],
)
async def test_a_filter_that_is_none_is_refused(client: httpx.AsyncClient, name: str, value: str) -> None:
    response = await client.get("/jobs", params={name: value})

    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", name]


async def test_a_dataset_selects_its_jobs(client: httpx.AsyncClient, session: Session) -> None:
    dataset, other = add_dataset(session), add_dataset(session)
    mine = {str(add_job(session, dataset, state=state).id) for state in ("failure", "queued")}
    add_job(session, other)

    assert set(await ids_of(client, "/jobs", dataset_id=str(dataset.id))) == mine
    assert await ids_of(client, "/jobs", dataset_id=str(uuid4())) == []


@pytest.mark.parametrize(
    "moment", ["2026-01-01T00:01:00", "2026-01-01T00:01:00Z", "2026-01-01T05:31:00+05:30", "2025-12-31T19:01:00-05:00"]
)
async def test_a_time_without_an_offset_is_utc_and_bounds_are_exclusive(
    client: httpx.AsyncClient, session: Session, moment: str
) -> None:
    dataset = add_dataset(session)
    for n in range(3):
        add_job(session, dataset, id=UUID(int=n), state="failure", queued_at=EPOCH + minutes(n))

    assert await ids_of(client, "/jobs", queued_before=moment) == [str(UUID(int=0))]
    assert await ids_of(client, "/jobs", queued_after=moment) == [str(UUID(int=2))]


@pytest.mark.parametrize("moment", BROKEN_TIMES)
async def test_a_time_that_is_none_is_refused(client: httpx.AsyncClient, moment: str) -> None:
    assert (await client.get("/jobs", params={"queued_before": moment})).status_code == 422
    assert (await client.get("/jobs", params={"queued_after": moment})).status_code == 422


@pytest.mark.parametrize(
    ("bound", "moment"), [("queued_after", "0001-01-01T00:00:00Z"), ("queued_before", "9999-12-31T23:59:59Z")]
)
async def test_extreme_years_are_times_like_others(
    client: httpx.AsyncClient, session: Session, bound: str, moment: str
) -> None:
    job = add_job(session, add_dataset(session))

    assert await ids_of(client, "/jobs", **{bound: moment}) == [str(job.id)]


async def test_filters_narrow_each_other(client: httpx.AsyncClient, session: Session) -> None:
    dataset, other = add_dataset(session), add_dataset(session)
    wanted = add_job(session, dataset, state="failure", queued_at=EPOCH)
    add_job(session, dataset, state="success", queued_at=EPOCH)
    add_job(session, dataset, state="failure", queued_at=EPOCH + minutes(5))
    add_job(session, other, state="failure", queued_at=EPOCH)

    found = await ids_of(
        client,
        "/jobs",
        dataset_id=str(dataset.id),
        state="failure",
        queued_before=(EPOCH + minutes(1)).isoformat(),
    )

    assert found == [str(wanted.id)]
